#version 410 core

layout(std140) uniform Frame
{
    mat4 worldToClip;
    vec4 eye;                                   // place, m; w: 1 in perspective, 0 from above
    vec4 screen;                                // width, height, pixels per metre (perspective: at 1 m), seconds
    vec4 ambient;                               // light from everywhere; a: share of night
    vec4 sun;                                   // light of sun or moon; a: share of rain
    vec4 horizon;                               // its colour; a: fog per metre
};

const vec3 sunDirection = vec3(0.40, -0.46, 0.79);

// Metres that a pixel is wide at a place.
float pixelMetres(vec3 place)
{
    return eye.w > 0.5 ? max(1.0, distance(place, eye.xyz)) / screen.z : 1.0 / screen.z;
}

// What is far away fades into the horizon.
vec3 throughAir(vec3 colour, vec3 place)
{
    if (eye.w < 0.5) return colour;
    return mix(horizon.rgb, colour, exp(-horizon.a * distance(place, eye.xyz)));
}
