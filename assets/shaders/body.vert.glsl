layout(location = 0) in vec3 position;          // in half lengths, half widths, heights
layout(location = 1) in vec3 offset;            // m
layout(location = 2) in vec3 normal;
layout(location = 3) in float part;
layout(location = 4) in vec4 pose;              // x, y, cos, sin
layout(location = 5) in vec4 size;              // half length, half width, height, m; steering, rad
layout(location = 6) in vec4 colour;
layout(location = 7) in uvec4 lamps;            // bits: 1 brake, 2 left, 4 right, 8 head

out vec3 vPlace;
out vec3 vNormal;
flat out vec3 vColour;
flat out vec4 vShine;                           // light of its own; a: how much it mirrors
#ifdef PATTERN
out vec3 vLocal;
flat out int vPart;
#endif

// Colour of each part, a: how much of the body's own colour is in it; paint, glass, trim, tyre, front tyre, head lamp, tail lamp,
// indicators, roof, skin, leaves, bark, stripes, wall, tiles.
const vec4 colours[16] = vec4[](
    vec4(0.0, 0.0, 0.0, 1.0), vec4(0.075, 0.105, 0.15, 0.0), vec4(0.10, 0.10, 0.11, 0.0), vec4(vec3(0.075), 0.0), vec4(vec3(0.075), 0.0),
    vec4(0.92, 0.90, 0.80, 0.0), vec4(0.45, 0.06, 0.05, 0.0), vec4(0.55, 0.30, 0.06, 0.0), vec4(0.55, 0.30, 0.06, 0.0), vec4(0.16, 0.16, 0.16, 0.84),
    vec4(0.78, 0.58, 0.46, 0.0), vec4(0.0, 0.0, 0.0, 1.0), vec4(0.27, 0.20, 0.14, 0.0), vec4(0.0, 0.0, 0.0, 1.0), vec4(0.0, 0.0, 0.0, 1.0), vec4(0.408, 0.329, 0.282, 0.0));
const float gloss[16] = float[](0.35, 1.0, 0.1, 0.0, 0.0, 0.2, 0.2, 0.2, 0.2, 0.35, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

vec3 shine(int p)
{
    if (p == 5 && (lamps.x & 8u) != 0u) return vec3(0.92, 0.90, 0.80);
    if (p == 6 && (lamps.x & 1u) != 0u) return vec3(1.0, 0.16, 0.10);
    if (p == 6 && (lamps.x & 8u) != 0u) return vec3(0.35, 0.02, 0.02);
    if ((p == 7 && (lamps.x & 2u) != 0u) || (p == 8 && (lamps.x & 4u) != 0u)) return vec3(1.0, 0.62, 0.05);
    return vec3(0.0);
}

void main()
{
    vec3 o = offset, n = normal;
    int p = int(part);
    if (p == 4)
    {
        float c = cos(size.w), s = sin(size.w);
        o = vec3(c * o.x - s * o.y, s * o.x + c * o.y, o.z);
        n = vec3(c * n.x - s * n.y, s * n.x + c * n.y, n.z);
    }
    else n = n / max(size.xyz, vec3(0.05));
    vec3 local = position * size.xyz + o;
    vPlace = vec3(pose.x + pose.z * local.x - pose.w * local.y, pose.y + pose.w * local.x + pose.z * local.y, local.z);
    vNormal = normalize(vec3(pose.z * n.x - pose.w * n.y, pose.w * n.x + pose.z * n.y, n.z));
    vColour = colours[p].rgb + colours[p].a * colour.rgb;
    vShine = vec4(shine(p), gloss[p]);
#ifdef PATTERN
    vLocal = position;
    vPart = p;
#endif
    gl_Position = worldToClip * vec4(vPlace, 1.0);
}
