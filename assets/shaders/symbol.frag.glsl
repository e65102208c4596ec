in vec2 vTexture;
in vec3 vPlace;

out vec4 colour;

uniform sampler2D symbols;

void main()
{
    vec4 c = texture(symbols, vTexture);
    if (c.a < 0.02) discard;
    // Lamps shine and signs mirror the light of lamps: both are read at night.
    c.rgb *= mix(1.0, 0.75, ambient.a);
    colour = vec4(throughAir(c.rgb, vPlace), c.a);
}
