in vec2 vPicture;

out vec4 colour;

float random(vec2 cell)
{
    return fract(sin(dot(cell, vec2(127.1, 311.7))) * 43758.5453);
}

// Streaks of one layer: a column has one drop, which falls through it.
float streaks(float column, float length_, float speed, float tilt)
{
    vec2 p = vPicture + vec2(tilt * vPicture.y, 0.0);
    float x = floor(p.x / column);
    float fall = random(vec2(x, column));
    float period = length_ * (4.0 + 5.0 * random(vec2(x, column + 7.0)));
    float y = mod(p.y + screen.w * speed * (0.8 + 0.4 * fall) + fall * 977.0, period);
    float inside = smoothstep(0.0, 0.3 * length_, y) * smoothstep(length_, 0.8 * length_, y);
    float across = abs(fract(p.x / column) - 0.5) * column;
    return inside * smoothstep(1.1, 0.2, across);
}

void main()
{
    float unit = screen.y / 720.0;
    float rain = sun.a;
    float drops = streaks(9.0 * unit, 34.0 * unit, 900.0 * unit, 0.10) * step(random(vec2(floor(vPicture.x / (9.0 * unit)), 3.0)), rain);
    drops += 0.7 * streaks(5.0 * unit, 20.0 * unit, 620.0 * unit, 0.12) * rain;
    colour = vec4(mix(vec3(0.85, 0.90, 0.96), vec3(0.45, 0.5, 0.58), ambient.a), 0.30 * drops * rain);
}
