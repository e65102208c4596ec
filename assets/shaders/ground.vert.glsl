layout(location = 0) in vec2 place;
layout(location = 1) in vec2 outward;
layout(location = 2) in vec2 acrossHalf;
layout(location = 3) in vec4 colour;
layout(location = 4) in uvec4 kind;

out vec2 vPlace;
out float vAcross;
flat out float vHalf;
out vec4 vColour;
#ifdef CLASSES
flat out uvec4 vKind;
#else
flat out vec3 vWaves;                           // waves per metre of three octaves
flat out vec3 vStrengths;                       // what each does to the colour
flat out vec3 vLook;                            // darker when wet; 1 where water shines; 1 for drawings of a viewer

// By texture: plain, grass, asphalt, concrete, overlay.
const vec3 waves[5] = vec3[](vec3(9.0), vec3(23.0, 3.1, 0.34), vec3(11.0, 2.3, 0.13), vec3(9.0, 1.7, 0.21), vec3(9.0));
const vec3 strengths[5] = vec3[](vec3(0.0), vec3(0.30, 0.16, 0.26), vec3(0.07, 0.05, 0.13), vec3(0.06, 0.06, 0.10), vec3(0.0));
const vec3 looks[5] = vec3[](vec3(0.10, 1.0, 0.0), vec3(0.12, 0.0, 0.0), vec3(0.42, 1.0, 0.0), vec3(0.30, 1.0, 0.0), vec3(0.0, 0.0, 1.0));
#endif

void main()
{
    // One pixel more on each side of a line, for its soft edge.
    float more = acrossHalf.y > 0.0 ? pixelMetres(vec3(place, 0.0)) : 0.0;
    vPlace = place + outward * more;
    vAcross = acrossHalf.x + sign(acrossHalf.x) * more;
    vHalf = acrossHalf.y;
    vColour = colour;
#ifdef CLASSES
    vKind = kind;
#else
    int texture_ = int(kind.y);
    vWaves = 1.0 / waves[texture_];
    vStrengths = strengths[texture_];
    vLook = looks[texture_];
#endif
    gl_Position = worldToClip * vec4(vPlace, 0.0, 1.0);
}
