in vec3 vDirection;

out vec4 colour;

void main()
{
    vec3 d = normalize(vDirection);
    float night = ambient.a, grey = max(sun.a, smoothstep(0.004, 0.03, horizon.a));
    vec3 zenith = mix(horizon.rgb * vec3(0.42, 0.62, 0.92), horizon.rgb, 0.8 * grey);
    vec3 c = mix(horizon.rgb, zenith, smoothstep(0.0, 0.42, d.z));
    float towards = max(0.0, dot(d, sunDirection));
    c += sun.rgb * (1.0 - grey) * (0.25 * pow(towards, 8.0) + 0.6 * smoothstep(0.9985, 0.9992, towards));
    if (night > 0.4 && grey < 0.5)
    {
        vec3 cell = floor(d * 420.0);
        float star = fract(sin(dot(cell, vec3(12.9898, 78.233, 37.719))) * 43758.5453);
        c += vec3(0.7) * (night - 0.4) * smoothstep(0.9985, 1.0, star) * smoothstep(0.02, 0.25, d.z);
    }
    colour = vec4(c, 1.0);
}
