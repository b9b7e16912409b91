"""How pages look: on a desk, on a phone, on A4 paper."""

from __future__ import annotations

from typing import Final

__all__ = ["STYLE"]

# Every text contrasts with what is behind it by at least 4.5 to 1, and every sign by 3 to 1.
STYLE: Final = """
:root{--ink:#1c1f23;--soft:#50565e;--line:#c9ced6;--paper:#fff;--tint:#f3f5f8;
--blue:#1d5aa6;--open:#a9c8ee;--good:#17663a;--bad:#a1251b;--maybe:#7a5000;--warm:#fff6df}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
main{max-width:54rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 .6rem}
h2{font-size:1.15rem;line-height:1.3;margin:2.2rem 0 .6rem;padding-bottom:.25rem;
border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.5rem 0}
a{color:var(--blue)}
.kicker,.soft,.more,caption,footer{color:var(--soft)}
.kicker{margin:0;font-size:.9rem}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem;margin:.6rem 0}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0;grid-column:2}
.verdict{margin:1.2rem 0 0;padding:1rem 1.1rem;background:var(--tint);border-radius:.5rem;
border-left:.4rem solid var(--blue)}
.verdict.open{border-color:var(--maybe)}
.verdict .level{display:block;font-size:1.7rem;font-weight:700;line-height:1.2}
.verdict .total{display:block;font-size:1.1rem;margin-top:.2rem}
.banner{margin:1rem 0;padding:.7rem 1rem;background:var(--warm);border:1px solid #d9b45b;
border-radius:.4rem}
ul.marked{list-style:none;padding:0;margin:.5rem 0}
ul.marked li{padding-left:1.7rem;margin:.35rem 0}
ul.marked li>.mark{float:left;margin-left:-1.7rem;width:1.4rem;text-align:center;font-weight:700}
ul.marked ul.marked{margin:.2rem 0}
.good>.mark{color:var(--good)}
.bad>.mark{color:var(--bad)}
.open>.mark{color:var(--maybe)}
.quiet>.mark{color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;font-size:.9rem;padding:.2rem 0 .4rem}
th,td{padding:.4rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{font-size:.85rem;color:var(--soft);vertical-align:bottom;border-bottom-width:2px}
tbody th{font-weight:400}
tr.top>th,tr.top>td,tr.top>.number{font-weight:700}
tr.top{background:var(--tint)}
tr.top .more{font-weight:400}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.wrap{white-space:normal;min-width:6rem}
.scroll{overflow-x:auto}
.more{display:block;font-size:.88rem}
td.share{width:9.5rem}
td.share svg{margin-top:.35rem}
svg.bar{display:block;width:100%;height:.7rem}
svg.total{height:1.4rem}
.track{fill:#e4e8ee}
.known{fill:var(--blue)}
.maybe{fill:var(--open)}
.key .tick{border-left:2px solid var(--ink);margin-right:.4rem}
.halo{stroke:#fff;stroke-width:5px}
.limit{stroke:var(--ink);stroke-width:2px}
ul.key{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;padding:0;margin:.4rem 0 0;
font-size:.9rem}
.chip{display:inline-block;font-size:.8rem;line-height:1.35;padding:0 .45rem;border-radius:.7rem;
border:1px solid currentColor;white-space:nowrap}
.chip.missing,.chip.partial,.chip.provisional{color:var(--maybe);background:#fffaf0}
.chip.away{color:var(--soft)}
ul.sources{padding-left:1.1rem}
ul.sources li{margin:.4rem 0}
ul.sources q{display:block;margin:.15rem 0 0;font-style:italic;color:var(--soft)}
.cite{text-decoration:none;white-space:nowrap;font-size:.85em}
code,.print{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.85rem;
overflow-wrap:anywhere}
footer{margin-top:2.5rem;font-size:.85rem}
@media (max-width:34rem){
main{padding:1rem .8rem 2rem}
h1{font-size:1.35rem}
th,td{padding:.4rem .3rem}
td.share{width:5.2rem}
dl.facts{grid-template-columns:1fr;gap:0}
dl.facts dd{margin-bottom:.4rem;grid-column:1}
}
@media print{
@page{size:A4;margin:16mm 14mm}
html{font-size:10pt}
main{max-width:none;padding:0}
h2{margin-top:1.3rem}
h1,h2,h3{break-after:avoid}
tr,li,.verdict,.banner{break-inside:avoid}
thead{display:table-header-group}
.verdict,.banner,tr.top,.chip{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit}
}
"""
