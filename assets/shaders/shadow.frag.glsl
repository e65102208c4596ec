in vec2 vLocal;
flat in vec2 vHalf;
flat in float vTall;
in vec3 vPlace;

out vec4 colour;

void main()
{
    // Distance to a box with round corners.
    float corner = vTall > 1.0 ? vHalf.y : min(0.6 * vHalf.y, 0.8);
    vec2 q = abs(vLocal) - vHalf + corner;
    float away = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - corner;
    float dark = 0.52 * (1.0 - 0.75 * ambient.a) * (1.0 - 0.5 * sun.a) * smoothstep(0.40, -0.45, away);
    if (eye.w > 0.5) dark *= exp(-horizon.a * distance(vPlace, eye.xyz));
    colour = vec4(0.0, 0.0, 0.02, dark);
}
