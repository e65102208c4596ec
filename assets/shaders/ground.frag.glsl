in vec2 vPlace;
in float vAcross;
flat in float vHalf;
in vec4 vColour;
flat in vec3 vWaves;
flat in vec3 vStrengths;
flat in vec3 vLook;

out vec4 colour;

#ifdef NIGHT
uniform sampler2D lampLight;                    // light of lamps, over the picture
#endif

// Smooth noise in -1/2 … 1/2 with one value per square. Computed, not looked up: on a processor a texture takes ten times as long.
float noise(vec2 p)
{
    vec2 cell = floor(p), f = p - cell;
    f = f * f * (3.0 - 2.0 * f);
    uvec2 a = uvec2(ivec2(cell)) * uvec2(1597334673u, 3812015801u), b = a + uvec2(1597334673u, 3812015801u);
    uvec4 h = uvec4(a.x ^ a.y, b.x ^ a.y, a.x ^ b.y, b.x ^ b.y);
    h = (h ^ (h >> 15u)) * 2654435769u;
    vec4 v = vec4(ivec4(h)) * (1.0 / 4294967296.0);
    vec2 rows = mix(v.xz, v.yw, f.x);
    return mix(rows.x, rows.y, f.y);
}

const mat2 turned = mat2(0.83, 0.56, -0.56, 0.83);                 // so that squares of octaves do not lie in line

void main()
{
    vec4 c = vColour;
    float pixel = fwidth(vAcross);
    // Share of the pixel that the line covers.
    if (vHalf > 0.0)
        c.a *= clamp((min(vHalf, vAcross + 0.5 * pixel) - max(-vHalf, vAcross - 0.5 * pixel)) / max(pixel, 1e-6), 0.0, 1.0);
    vec3 n = vec3(noise(vPlace * vWaves.x), noise(turned * vPlace * vWaves.y + 17.3), noise(vPlace * turned * vWaves.z + 5.1));
    // What is finer than two pixels is even.
#ifdef CHASE
    n *= clamp(0.5 * screen.z / (vWaves * max(1.0, distance(vec3(vPlace, 0.0), eye.xyz))) - 0.5, 0.0, 1.0);
#else
    n *= clamp(0.5 * screen.z / vWaves - 0.5, 0.0, 1.0);
#endif
    c.rgb *= 1.0 + dot(n, vStrengths);
    c.rgb += (1.0 - vLook.y) * (1.0 - vLook.z) * vec3(0.030, 0.012, -0.016) * n.x;
#ifdef WET
    c.rgb *= 1.0 - vLook.x * sun.a;
#endif
    vec3 light = ambient.rgb + sun.rgb * sunDirection.z;
#ifdef NIGHT
    light += texture(lampLight, gl_FragCoord.xy / screen.xy).rgb;
#endif
    vec3 lit = c.rgb * light;
#ifdef WET
    // A film of water mirrors the sky, most where one looks along it.
    float puddle = smoothstep(-0.05, 0.22, n.x + 0.4 * n.y);
#ifdef CHASE
    float slant = 1.0 - normalize(eye.xyz - vec3(vPlace, 0.0)).z;
#else
    float slant = 0.4;
#endif
    lit += vLook.y * horizon.rgb * sun.a * (0.05 + 0.30 * puddle) * (0.2 + 0.8 * slant * slant);
#endif
#ifdef CHASE
    lit = throughAir(lit, vec3(vPlace, 0.0));
#endif
    colour = vec4(mix(lit, vColour.rgb, vLook.z), c.a);
}
