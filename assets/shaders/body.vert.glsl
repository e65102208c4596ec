layout(location = 0) in vec3 position;          // in half lengths, half widths, heights
layout(location = 1) in vec3 offset;            // m
layout(location = 2) in vec3 normal;
layout(location = 3) in float part;
layout(location = 4) in vec4 pose;              // x, y, cos, sin
layout(location = 5) in vec4 size;              // half length, half width, height, m; steering, rad
layout(location = 6) in vec4 colour;
layout(location = 7) in uvec4 lamps;            // bits: 1 brake, 2 left, 4 right, 8 head; how it varies

out vec3 vPlace;
out vec3 vNormal;
out vec3 vLocal;
flat out int vPart;
flat out vec4 vColour;
flat out uvec4 vLamps;

void main()
{
    vec3 o = offset, n = normal;
    if (int(part) == 4)
    {
        float c = cos(size.w), s = sin(size.w);
        o = vec3(c * o.x - s * o.y, s * o.x + c * o.y, o.z);
        n = vec3(c * n.x - s * n.y, s * n.x + c * n.y, n.z);
    }
    else n = n / max(size.xyz, vec3(0.05));
    vec3 p = position * size.xyz + o;
    vPlace = vec3(pose.x + pose.z * p.x - pose.w * p.y, pose.y + pose.w * p.x + pose.z * p.y, p.z);
    vNormal = normalize(vec3(pose.z * n.x - pose.w * n.y, pose.w * n.x + pose.z * n.y, n.z));
    vLocal = position;
    vPart = int(part);
    vColour = colour;
    vLamps = lamps;
    gl_Position = worldToClip * vec4(vPlace, 1.0);
}
