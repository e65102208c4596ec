in vec2 vPlace;
in float vAcross;
flat in float vHalf;
in vec4 vColour;
flat in uvec4 vKind;

out vec4 colour;

uniform sampler2D noise;                        // fine grain, clouds, blades
uniform sampler2D lampLight;                      // light of lamps, over the picture

void main()
{
    vec4 c = vColour;
    float pixel = fwidth(vAcross);
    // Share of the pixel that the line covers.
    if (vHalf > 0.0)
        c.a *= clamp((min(vHalf, vAcross + 0.5 * pixel) - max(-vHalf, vAcross - 0.5 * pixel)) / max(pixel, 1e-6), 0.0, 1.0);
    uint texture_ = vKind.y;
    if (texture_ == 4u)
    {
        colour = c;
        return;
    }
    float wet = sun.a;
    if (texture_ == 1u)
    {
        vec3 wide = texture(noise, vPlace * (1.0 / 61.0)).rgb;
        vec3 near = texture(noise, vPlace * (1.0 / 7.0)).rgb;
        c.rgb *= 0.80 + 0.34 * wide.g + 0.22 * (near.b - 0.5) + 0.16 * (near.g - 0.5);
        c.rgb += vec3(0.05, 0.035, -0.02) * (wide.r - 0.5);
    }
    else if (texture_ == 2u)
    {
        vec3 near = texture(noise, vPlace * (1.0 / 5.0)).rgb;
        c.rgb *= 0.93 + 0.14 * near.r + 0.10 * (texture(noise, vPlace * (1.0 / 47.0)).g - 0.5);
        c.rgb *= 1.0 - 0.42 * wet;
    }
    else if (texture_ == 3u)
    {
        c.rgb *= 0.94 + 0.12 * texture(noise, vPlace * (1.0 / 4.0)).r;
        c.rgb *= 1.0 - 0.30 * wet;
    }
    vec3 light = ambient.rgb + sun.rgb * sunDirection.z;
    if (ambient.a > 0.0) light += texture(lampLight, gl_FragCoord.xy / screen.xy).rgb;
    vec3 lit = c.rgb * light;
    if (wet > 0.0 && texture_ != 1u)
    {
        // A film of water mirrors the sky, most where one looks along it.
        float puddle = smoothstep(0.42, 0.70, texture(noise, vPlace * (1.0 / 29.0)).g);
        float slant = eye.w > 0.5 ? 1.0 - normalize(eye.xyz - vec3(vPlace, 0.0)).z : 0.35;
        lit += horizon.rgb * wet * (0.06 + 0.34 * puddle) * (0.25 + 0.75 * slant * slant);
    }
    colour = vec4(throughAir(lit, vec3(vPlace, 0.0)), c.a);
}
