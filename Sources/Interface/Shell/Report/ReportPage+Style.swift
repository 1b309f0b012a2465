// How the page of a report looks, in the light and in the dark.

extension ReportPage {
  /// The style sheet, in which colours are roles; each theme says what they are.
  static let style = """
    :root { --page: #f6f5f1; --card: #ffffff; --ink: #1c1f24; --soft: #5d6470; --line: #dedcd4;
      --y: #1d7f5f; --z: #8a3ea8; --good: #1d7f5f; --bad: #b3362b; --accent: #2f5fb3;
      --low: 236 238 242; --high: 32 84 160; --cold: 40 96 190; --mid: 246 245 241; --hot: 206 82 32; }
    @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {
      --page: #14161a; --card: #1c1f25; --ink: #e9e8e3; --soft: #9aa1ad; --line: #30343c;
      --y: #5fcf9f; --z: #d08be8; --good: #5fcf9f; --bad: #ff8a78; --accent: #86b0ff;
      --low: 38 42 50; --high: 122 176 255; --cold: 96 156 255; --mid: 28 31 37; --hot: 255 140 84; } }
    :root[data-theme="dark"] {
      --page: #14161a; --card: #1c1f25; --ink: #e9e8e3; --soft: #9aa1ad; --line: #30343c;
      --y: #5fcf9f; --z: #d08be8; --good: #5fcf9f; --bad: #ff8a78; --accent: #86b0ff;
      --low: 38 42 50; --high: 122 176 255; --cold: 96 156 255; --mid: 28 31 37; --hot: 255 140 84; }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
    header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
    header { padding-top: 32px; }
    .eyebrow { margin: 0; color: var(--soft); font-size: 13px; letter-spacing: 0.06em; }
    h1 { margin: 4px 0 12px; font-size: 34px; line-height: 1.2; font-weight: 650;
      overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    h2 { margin: 0; font-size: 17px; font-weight: 650; }
    #answer { display: grid; gap: 4px; justify-content: start;
      grid-template-columns: repeat(var(--across), minmax(0, 52px)); }
    #answer span { display: grid; place-items: center; aspect-ratio: 1; border-radius: 6px;
      font-size: clamp(9px, calc(330px / var(--across)), 26px); font-weight: 600;
      font-variant-numeric: tabular-nums; }
    #answer .mark { border-bottom: 5px solid #e3a008; }
    #answer .new { box-shadow: 0 0 0 3px rgb(var(--hot)); }
    #verdict { margin: 10px 0 16px; color: var(--soft); min-height: 1.5em; }
    .good { color: var(--good); } .bad { color: var(--bad); }
    nav { position: sticky; top: 0; z-index: 2; display: flex; gap: 10px; align-items: center;
      padding: 10px max(24px, calc(50vw - 536px)); background: var(--page);
      border-block: 1px solid var(--line); }
    nav input { flex: 1; min-width: 80px; accent-color: var(--accent); }
    nav output { min-width: 13ch; font-variant-numeric: tabular-nums; }
    button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line);
      border-radius: 6px; padding: 4px 12px; cursor: pointer; }
    #play { min-width: 5.5em; background: var(--accent); border-color: var(--accent); color: var(--page); }
    button:focus-visible, input:focus-visible, tr:focus-visible { outline: 3px solid var(--accent);
      outline-offset: 2px; }
    main { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px;
      padding-block: 20px; }
    section { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
      padding: 18px 20px; min-width: 0; }
    .wide { grid-column: 1 / -1; } .tall { grid-column: 1; grid-row: span 2; }
    .hint { margin: 2px 0 12px; color: var(--soft); font-size: 14px; max-width: 78ch; }
    .scroll { overflow: auto; max-height: 480px; position: relative; }
    .tall td { min-width: 32px; }
    table { border-collapse: separate; border-spacing: 2px; font-variant-numeric: tabular-nums; }
    th { font-weight: 500; color: var(--soft); font-size: 13px; text-align: left; padding: 0 10px 0 4px;
      white-space: nowrap; }
    thead { position: sticky; top: 0; background: var(--card); }
    thead th { text-align: center; padding: 0 2px; background: var(--card);
      box-shadow: 0 0 0 2px var(--card); }
    tbody tr { cursor: pointer; }
    td { min-width: 28px; height: 26px; text-align: center; border-radius: 4px; font-size: 14px; }
    td.p { padding-left: 12px; color: var(--soft); text-align: right; }
    tr.now th { color: var(--ink); font-weight: 700; box-shadow: inset 3px 0 var(--accent); }
    tr.past td:not(.p), tr.now td:not(.p) { opacity: 1; }
    tr.future td { opacity: 0.35; }
    tr.y th { color: var(--y); } tr.z th { color: var(--z); }
    .legend { display: flex; gap: 8px; align-items: center; margin-top: 10px; font-size: 13px;
      color: var(--soft); }
    .legend i { width: 120px; height: 10px; border-radius: 5px;
      background: linear-gradient(90deg, rgb(var(--low)), rgb(var(--high))); }
    .legend i.two { background: linear-gradient(90deg, rgb(var(--cold)), rgb(var(--mid)),
      rgb(var(--hot))); border: 1px solid var(--line); }
    svg { display: block; width: 100%; height: auto; overflow: visible; }
    svg text { font: 12px system-ui, "DejaVu Sans", sans-serif; fill: var(--soft); }
    svg .axis { stroke: var(--line); } svg .cursor { stroke: var(--ink); stroke-dasharray: 2 3; }
    svg .y { stroke: var(--y); } svg .z { stroke: var(--z); } svg .halt { stroke: var(--accent); }
    svg path { fill: none; stroke-width: 2; stroke-linejoin: round; }
    svg path.faint { opacity: 0.25; }
    svg circle.y { fill: var(--y); } svg circle.z { fill: var(--z); } svg circle.halt { fill: var(--accent); }
    svg text.y { fill: var(--y); stroke: none; } svg text.z { fill: var(--z); stroke: none; }
    canvas { display: block; width: 100%; border-radius: 4px; image-rendering: pixelated; }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 10px 20px;
      margin: 12px 0 0; }
    dt { color: var(--soft); font-size: 13px; } dd { margin: 0; font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere; }
    footer { color: var(--soft); font-size: 14px; padding-bottom: 32px; }
    @media (max-width: 760px) { main { grid-template-columns: minmax(0, 1fr); } .tall { grid-row: auto; }
      nav { flex-wrap: wrap; } h1 { font-size: 26px; } }
    @media print { nav { display: none; } }

    """
}
