layout(location = 0) in vec3 position;          // corner, ±1
layout(location = 4) in vec4 pose;
layout(location = 5) in vec4 size;
layout(location = 7) in uvec4 lamps;

out vec2 vLocal;
flat out vec2 vHalf;
flat out uvec4 vLamps;

const float reach = 30.0, aside = 9.0, behind = 5.0;     // m

void main()
{
    vLocal = vec2(position.x > 0.0 ? size.x + reach : -size.x - behind, position.y * aside);
    vHalf = size.xy;
    vLamps = lamps;
    gl_Position = worldToClip * vec4(pose.xy + vec2(pose.z * vLocal.x - pose.w * vLocal.y, pose.w * vLocal.x + pose.z * vLocal.y), 0.0, 1.0);
}
