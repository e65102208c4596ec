in vec2 vPlace;
in float vAcross;
flat in float vHalf;
in vec4 vColour;
flat in uvec4 vKind;

out vec4 colour;

#ifdef NIGHT
uniform sampler2D lampLight;                    // light of lamps, over the picture
#endif

// Smooth noise in 0 … 1 with one value per square. Computed, not looked up: on a processor a texture takes ten times as long.
float noise(vec2 p)
{
    vec2 cell = floor(p), f = p - cell;
    f = f * f * (3.0 - 2.0 * f);
    uvec2 a = uvec2(ivec2(cell)) * uvec2(1597334673u, 3812015801u), b = a + uvec2(1597334673u, 3812015801u);
    uvec4 h = uvec4(a.x ^ a.y, b.x ^ a.y, a.x ^ b.y, b.x ^ b.y);
    h = (h ^ (h >> 15u)) * 2654435769u;
    vec4 v = vec4(h >> 8u) * (1.0 / 16777216.0);
    return mix(mix(v.x, v.y, f.x), mix(v.z, v.w, f.x), f.y);
}

// Wavelengths of three octaves, and what each does to the colour, by texture: plain, grass, asphalt, concrete.
const vec3 waves[4] = vec3[](vec3(9.0), vec3(23.0, 3.1, 0.34), vec3(11.0, 2.3, 0.13), vec3(9.0, 1.7, 0.21));
const vec3 strengths[4] = vec3[](vec3(0.0), vec3(0.30, 0.20, 0.26), vec3(0.07, 0.05, 0.13), vec3(0.06, 0.06, 0.10));
const mat2 turned = mat2(0.83, 0.56, -0.56, 0.83);                 // so that squares of octaves do not lie in line
const float darkensWet[4] = float[](0.10, 0.12, 0.42, 0.30);

void main()
{
    vec4 c = vColour;
    float pixel = fwidth(vAcross);
    // Share of the pixel that the line covers.
    if (vHalf > 0.0)
        c.a *= clamp((min(vHalf, vAcross + 0.5 * pixel) - max(-vHalf, vAcross - 0.5 * pixel)) / max(pixel, 1e-6), 0.0, 1.0);
    bool isOverlay = vKind.y == 4u;
    int kind = isOverlay ? 0 : int(vKind.y);
    float wet = sun.a;
    vec3 wave = waves[kind];
    vec3 n = vec3(noise(vPlace / wave.x), noise(turned * vPlace / wave.y + 17.3), noise(vPlace * turned / wave.z + 5.1)) - 0.5;
    // What is finer than two pixels is even.
    n *= clamp(wave / pixelMetres(vec3(vPlace, 0.0)) * 0.5 - 0.5, 0.0, 1.0);
    c.rgb *= 1.0 + dot(n, strengths[kind]);
    if (kind == 1) c.rgb += vec3(0.030, 0.012, -0.016) * n.x;
    c.rgb *= 1.0 - darkensWet[kind] * wet;

    vec3 light = ambient.rgb + sun.rgb * sunDirection.z;
#ifdef NIGHT
    light += texture(lampLight, gl_FragCoord.xy / screen.xy).rgb;
#endif
    vec3 lit = c.rgb * light;
    // A film of water mirrors the sky, most where one looks along it.
    float puddle = smoothstep(-0.05, 0.22, n.x + 0.4 * n.y);
    float slant = eye.w > 0.5 ? 1.0 - normalize(eye.xyz - vec3(vPlace, 0.0)).z : 0.4;
    if (kind != 1) lit += horizon.rgb * wet * (0.05 + 0.30 * puddle) * (0.2 + 0.8 * slant * slant);
    colour = isOverlay ? c : vec4(throughAir(lit, vec3(vPlace, 0.0)), c.a);
    if (isOverlay) colour.rgb = vColour.rgb;
}
