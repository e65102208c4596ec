in vec3 vPlace;
in vec3 vNormal;
flat in vec3 vColour;
flat in vec4 vShine;
flat in float vCover;

out vec4 colour;

#ifdef NIGHT
uniform sampler2D lampLight;                    // light of lamps, over the picture
#endif

#ifdef PATTERN
in vec3 vLocal;
flat in int vPart;

float random(vec3 cell)
{
    return fract(sin(dot(cell, vec3(12.99, 78.23, 37.72))) * 43758.5453);
}

// Leaves, stripes, windows and tiles.
vec3 pattern(vec3 c)
{
    if (vPart == 11) return c * (0.86 + 0.3 * random(floor(vLocal * 9.0)));
    if (vPart == 13) return fract(vLocal.x * 1.25 + 0.625 + (1.0 - vLocal.z) * 0.9) < 0.5 ? vec3(0.98, 0.925, 0.847) : c;
    if (vPart == 15) return c * (0.94 + 0.12 * random(vec3(floor(vLocal.xy * 2.8), 0.0)));
    if (vPart != 14) return c;
    bool isWindow = fract(vLocal.z / 3.0 + 0.15) < 0.45 && fract((vLocal.x + vLocal.y) / 2.6) < 0.42;
    return isWindow ? mix(vec3(0.16, 0.20, 0.26), vec3(0.55, 0.45, 0.25), ambient.a) : c * (0.92 + 0.08 * step(0.06, fract(vLocal.z * 0.35)));
}
#endif

void main()
{
#ifdef GHOST
    if (vCover < 1.0 && ((int(gl_FragCoord.x) + int(gl_FragCoord.y)) & 1) == 0) discard;
#endif
    vec3 n = normalize(vNormal), c = vColour;
#ifdef PATTERN
    c = pattern(c);
#endif
    vec3 light = ambient.rgb * (0.78 + 0.22 * n.z) + sun.rgb * max(0.0, dot(n, sunDirection));
#ifdef NIGHT
    light += texture(lampLight, gl_FragCoord.xy / screen.xy).rgb * 0.8;
#endif
    vec3 lit = c * light;
#ifndef PATTERN
    #ifdef CHASE
    vec3 look = normalize(eye.xyz - vPlace);
#else
    vec3 look = vec3(0.0, 0.0, 1.0);
#endif
    float highlight = max(0.0, dot(reflect(-look, n), sunDirection)), edge = 1.0 - max(0.0, dot(n, look));
    highlight *= highlight;
    highlight *= highlight;
    highlight *= highlight * highlight;                                                      // to the 12th
    lit += vShine.a * (sun.rgb * highlight * highlight * 0.5 + horizon.rgb * (0.10 + 0.35 * edge * edge * edge) * (1.0 - 0.8 * ambient.a));
#endif
    lit = mix(lit, vShine.rgb, step(0.01, vShine.r));
#ifdef CHASE
    lit = throughAir(lit, vPlace);
#endif
    colour = vec4(lit, vCover);
}
