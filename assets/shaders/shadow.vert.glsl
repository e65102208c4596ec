layout(location = 0) in vec3 position;          // corner, ±1
layout(location = 4) in vec4 pose;
layout(location = 5) in vec4 size;

out vec2 vLocal;
flat out vec2 vHalf;
flat out float vTall;                           // trees and people throw round shadows
out vec3 vPlace;

const float soft = 0.45;                        // m

void main()
{
    vHalf = size.xy;
    vTall = size.z / size.x - 0.5;
    vLocal = position.xy * (size.xy + soft);
    vec2 aside = -sunDirection.xy * min(size.z, 3.0) * 0.28;
    vPlace = vec3(pose.xy + vec2(pose.z * vLocal.x - pose.w * vLocal.y, pose.w * vLocal.x + pose.z * vLocal.y) + aside, 0.0);
    gl_Position = worldToClip * vec4(vPlace, 1.0);
}
