namespace RLSandbox.Rendering.Triage;

/// <summary>The style sheet of the page: nothing is fetched, light and dark as the reader's system asks.</summary>
internal static class TriageStyle
{
    /// <summary>All rules.</summary>
    public const string Css = """
        :root { color-scheme: light dark; --page: #f6f7f9; --card: #ffffff; --text: #1a1f2b; --dim: #566070; --rule: #d4d9e2; --accent: #0b62b8; --bad: #b3261e;
          --t0: #0072b2; --t1: #b86e00; --t2: #00785a; --t3: #c0392b; --t4: #a8467f; --t5: #2a7fae; --t6: #444b57; --t7: #7a5c00; }
        @media (prefers-color-scheme: dark) { :root { --page: #11141b; --card: #1b202a; --text: #e8edf5; --dim: #a3adbf; --rule: #3c4454; --accent: #6db6ff; --bad: #ff8a80;
          --t0: #56a8e8; --t1: #f0b040; --t2: #4fd0a0; --t3: #ff8a70; --t4: #e69ac6; --t5: #7fd0f0; --t6: #c8ced8; --t7: #e0cf70; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; } h3 { font-size: 1rem; margin: 0 0 .4rem; }
        p { margin: .3rem 0; } .dim { color: var(--dim); } a { color: var(--accent); }
        a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        .skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
        .tables { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; background: var(--card); border-radius: 8px; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { text-align: left; padding: .35rem .8rem; border-bottom: 1px solid var(--rule); vertical-align: top; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        details { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; margin: .6rem 0; }
        summary { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; padding: .5rem .8rem; cursor: pointer; }
        summary::before { content: "▸"; color: var(--dim); } details[open] > summary::before { content: "▾"; }
        summary img { width: 120px; height: 67px; border-radius: 4px; } details[open] > summary img { display: none; }
        .body { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.2rem; padding: .4rem .9rem 1rem; }
        .body > div { min-width: 0; } .clip { width: 100%; height: auto; border-radius: 6px; display: block; }
        .sees { display: flex; gap: .8rem; } figure { margin: 0 0 .8rem; flex: 1; min-width: 0; } figcaption { color: var(--dim); font-size: .85rem; }
        .pixels { width: 100%; max-width: 256px; image-rendering: pixelated; border-radius: 4px; display: block; }
        dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; margin: 0; } dt { color: var(--dim); } dd { margin: 0; font-variant-numeric: tabular-nums; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85rem; overflow-wrap: anywhere; }
        .none { font-size: 1.15rem; background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 1rem 1.2rem; margin-top: 1.2rem; }
        .plot { width: 100%; height: auto; } .plot text { font-size: 11px; fill: var(--dim); } .plot polyline { fill: none; stroke-width: 2; } .plot .grid { stroke: var(--rule); } .plot .zero { stroke: var(--dim); }
        .plot polyline.term0 { stroke: var(--t0); } .plot polyline.term1 { stroke: var(--t1); } .plot polyline.term2 { stroke: var(--t2); } .plot polyline.term3 { stroke: var(--t3); }
        .plot polyline.term4 { stroke: var(--t4); } .plot polyline.term5 { stroke: var(--t5); } .plot polyline.term6 { stroke: var(--t6); } .plot polyline.term7 { stroke: var(--t7); }
        .plot text.term0 { fill: var(--t0); } .plot text.term1 { fill: var(--t1); } .plot text.term2 { fill: var(--t2); } .plot text.term3 { fill: var(--t3); }
        .plot text.term4 { fill: var(--t4); } .plot text.term5 { fill: var(--t5); } .plot text.term6 { fill: var(--t6); } .plot text.term7 { fill: var(--t7); }
        @media (max-width: 46rem) { .body { grid-template-columns: minmax(0, 1fr); } body { padding: .8rem; } }
        """;
}
