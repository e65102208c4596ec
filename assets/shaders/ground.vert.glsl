layout(location = 0) in vec2 place;
layout(location = 1) in vec2 outward;
layout(location = 2) in vec2 acrossHalf;
layout(location = 3) in vec4 colour;
layout(location = 4) in uvec4 kind;

out vec2 vPlace;
out float vAcross;
flat out float vHalf;
out vec4 vColour;
flat out uvec4 vKind;

void main()
{
    // One pixel more on each side of a line, for its soft edge.
    float more = acrossHalf.y > 0.0 ? pixelMetres(vec3(place, 0.0)) : 0.0;
    vPlace = place + outward * more;
    vAcross = acrossHalf.x + sign(acrossHalf.x) * more;
    vHalf = acrossHalf.y;
    vColour = colour;
    vKind = kind;
    gl_Position = worldToClip * vec4(vPlace, 0.0, 1.0);
}
