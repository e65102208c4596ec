in vec2 vLocal;
flat in vec2 vHalf;
flat in uvec4 vLamps;

out vec4 colour;

// One lamp: bright close in front of it, wider and weaker with the distance.
float cone(vec2 p)
{
    float ahead = p.x;
    if (ahead < -0.2) return 0.0;
    float width = 0.45 + 0.24 * ahead;
    float across = p.y / width;
    return smoothstep(-0.2, 1.4, ahead) * exp(-1.7 * across * across) * exp(-ahead / 11.0) * smoothstep(30.0, 20.0, ahead);
}

float glow(vec2 p, float radius)
{
    return exp(-dot(p, p) / (radius * radius));
}

void main()
{
    vec3 light = vec3(0.0);
    vec2 front = vec2(0.92 * vHalf.x, 0.64 * vHalf.y), rear = vec2(-vHalf.x - 0.3, 0.66 * vHalf.y);
    if ((vLamps.x & 8u) != 0u)
        light += vec3(1.0, 0.93, 0.76) * 0.85 * (cone(vLocal - front) + cone(vLocal - front * vec2(1.0, -1.0)));
    float tail = glow(vLocal - rear, 1.2) + glow(vLocal - rear * vec2(1.0, -1.0), 1.2);
    if ((vLamps.x & 1u) != 0u) light += vec3(0.95, 0.06, 0.04) * (tail + 0.5 * glow((vLocal - vec2(-vHalf.x - 1.2, 0.0)) * vec2(1.0, 0.7), 2.4));
    else if ((vLamps.x & 8u) != 0u) light += vec3(0.30, 0.015, 0.01) * tail;
    float side = (vLamps.x & 2u) != 0u ? 1.0 : (vLamps.x & 4u) != 0u ? -1.0 : 0.0;
    if (side != 0.0)
    {
        vec2 p = vec2(vLocal.x, side * vLocal.y);
        light += vec3(0.85, 0.48, 0.03) * (glow(p - vec2(vHalf.x, vHalf.y + 0.3), 0.9) + glow(p - vec2(-vHalf.x, vHalf.y + 0.3), 0.9));
    }
    colour = vec4(light, 1.0);
}
