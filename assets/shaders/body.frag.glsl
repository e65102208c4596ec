in vec3 vPlace;
in vec3 vNormal;
in vec3 vLocal;
flat in int vPart;
flat in vec4 vColour;
flat in uvec4 vLamps;

out vec4 colour;

uniform sampler2D lampLight;                      // light of lamps, over the picture

void main()
{
    vec3 n = normalize(vNormal);
    vec3 look = eye.w > 0.5 ? normalize(eye.xyz - vPlace) : vec3(0.0, 0.0, 1.0);
    float night = ambient.a;
    vec3 c = vColour.rgb, shine = vec3(0.0);
    float gloss = 0.0;
    switch (vPart)
    {
        case 0: gloss = 0.35; break;                                                                    // paint
        case 1: c = vec3(0.075, 0.105, 0.15); gloss = 1.0; break;                                       // glass
        case 2: c = vec3(0.10, 0.10, 0.11); gloss = 0.1; break;                                         // trim
        case 3: case 4: c = vec3(0.075); break;                                                         // tyres
        case 5: c = vec3(0.92, 0.90, 0.80); shine = c * ((vLamps.x & 8u) != 0u ? 1.0 : 0.0); break;      // head lamps
        case 6: c = vec3(0.45, 0.06, 0.05); shine = (vLamps.x & 1u) != 0u ? vec3(1.0, 0.16, 0.10) : (vLamps.x & 8u) != 0u ? vec3(0.35, 0.02, 0.02) : vec3(0.0); break;
        case 7: c = vec3(0.55, 0.30, 0.06); shine = (vLamps.x & 2u) != 0u ? vec3(1.0, 0.62, 0.05) : vec3(0.0); break;
        case 8: c = vec3(0.55, 0.30, 0.06); shine = (vLamps.x & 4u) != 0u ? vec3(1.0, 0.62, 0.05) : vec3(0.0); break;
        case 9: c = mix(c, vec3(1.0), 0.16); gloss = 0.35; break;                                       // roof
        case 10: c = vec3(0.78, 0.58, 0.46); break;                                                     // skin
        case 11: c *= 0.86 + 0.3 * fract(sin(dot(floor(vLocal * 9.0), vec3(12.99, 78.23, 37.72))) * 43758.5); break;        // leaves
        case 12: c = vec3(0.27, 0.20, 0.14); break;                                                     // bark
        case 13: if (fract(vLocal.x * 1.25 + vLocal.z * 0.6 + 0.1) < 0.4) c = vec3(0.98, 0.925, 0.847); break;              // stripes
        case 14: c = c * (0.92 + 0.08 * step(0.06, fract(vLocal.z * 0.35))); if (fract(vLocal.z / 3.0 + 0.15) < 0.45 && fract((vLocal.x + vLocal.y) / 2.6) < 0.42) { c = mix(vec3(0.16, 0.20, 0.26), vec3(0.55, 0.45, 0.25), night); } break;        // walls with windows
        case 15: c = vec3(0.408, 0.329, 0.282) * (0.94 + 0.12 * fract(sin(dot(floor(vLocal.xy * 2.8), vec2(12.99, 78.23))) * 43758.5)); break;                                            // tiles
    }
    vec3 light = ambient.rgb * (0.78 + 0.22 * n.z) + sun.rgb * max(0.0, dot(n, sunDirection));
#ifdef NIGHT
    light += texture(lampLight, gl_FragCoord.xy / screen.xy).rgb * 0.8;
#endif
    vec3 lit = c * light;
    if (gloss > 0.0)
    {
        float highlight = pow(max(0.0, dot(reflect(-look, n), sunDirection)), 28.0);
        float edge = pow(1.0 - max(0.0, dot(n, look)), 3.0);
        lit += gloss * (sun.rgb * highlight * 0.5 + horizon.rgb * (0.10 + 0.35 * edge) * (1.0 - 0.8 * night));
    }
    lit = mix(lit, shine, step(0.01, max(shine.r, shine.g)));
    colour = vec4(throughAir(lit, vPlace), 1.0);
}
