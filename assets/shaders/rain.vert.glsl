out vec2 vPicture;

void main()
{
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    vPicture = (corner * 0.5 + 0.5) * screen.xy;
    gl_Position = vec4(corner, 0.0, 1.0);
}
