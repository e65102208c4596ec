layout(location = 0) in vec2 corner;            // ±1
layout(location = 1) in vec4 place;             // middle and half side, m
layout(location = 2) in vec4 cell;              // corner and size in the texture

out vec2 vTexture;
out vec3 vPlace;

const float smallest = 6.0;                     // pixels of half a side, from above

void main()
{
    vPlace = place.xyz;
    vTexture = cell.xy + cell.zw * vec2(0.5 + 0.5 * corner.x, 0.5 - 0.5 * corner.y);
    gl_Position = worldToClip * vec4(place.xyz, 1.0);
    float pixels = place.w * screen.z;
    if (eye.w < 0.5) pixels = max(pixels, smallest);
    gl_Position.xy += corner * pixels * 2.0 / screen.xy;
    gl_Position.z -= 0.002;                     // in front of its pole
}
