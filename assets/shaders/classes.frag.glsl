in vec2 vPlace;
in float vAcross;
flat in float vHalf;
in vec4 vColour;
flat in uvec4 vKind;

out vec4 colour;

// The class of what lies under the middle of the pixel, and nothing else.
void main()
{
    if (vHalf > 0.0 && abs(vAcross) > vHalf) discard;
    colour = vec4(float(vKind.x) / 255.0, 0.0, 0.0, 1.0);
}
