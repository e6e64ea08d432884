/**
 * How the posters look, in millimetres: ink on white, so that any office printer does it well, and the one green of the
 * house for what leads the eye. Nothing is filled over a large area: toner is dear.
 */
export const posterStyle = `
@page { margin: 0 }
@page board { size: A4 portrait }
@page window { size: A4 landscape }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { font-family: "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif;
  color: #1d2320; background: #fff; line-height: 1.35 }
ul, ol { list-style: none }
.poster { position: relative; overflow-wrap: anywhere; display: flex; flex-direction: column; overflow: hidden; break-after: page; background: #fff }
.poster:last-child { break-after: auto }
.poster--board { page: board; width: 210mm; height: 297mm; padding: 12mm 14mm 9mm; justify-content: space-between }
.poster--window { page: window; width: 297mm; height: 210mm; padding: 12mm 14mm 8mm;
  display: grid; grid-template: 1fr auto auto / 1fr 92mm; gap: 0 12mm }
.place { font-size: 11mm; font-weight: 700; color: #17694c }
.group { margin-left: 4mm; font-weight: 500 }
h1 { font-weight: 800; line-height: 1.22 }
h2 { font-weight: 700; line-height: 1.3 }
.poster--board h1 { margin-top: 2mm; font-size: 17mm }
.call__words { font-size: 7.5mm; font-weight: 700 }
.number { font-weight: 800; line-height: 1.12; white-space: nowrap; font-variant-numeric: tabular-nums; letter-spacing: -0.01em }
.hours { color: #4a544e }
.poster--board .call { padding: 5mm 0 6mm; border-top: 1.6mm solid #17694c; border-bottom: 0.4mm solid #1d2320 }
.code { display: block; width: 76mm; height: 76mm }
.scan { display: flex; align-items: center; gap: 8mm }
.scan__words { flex: 1; font-size: 5.6mm }
.scan__words h2, .poster--board .help h2 { font-size: 7.5mm }
ol { margin: 2mm 0 3mm; counter-reset: step }
ol li { position: relative; padding: 0.8mm 0 0.8mm 9mm; counter-increment: step }
ol li::before { content: counter(step); position: absolute; left: 0; top: 1.2mm; width: 6.4mm; height: 6.4mm; border: 0.5mm solid #17694c;
  border-radius: 50%; font-size: 4.2mm; font-weight: 700; line-height: 5.4mm; text-align: center; color: #17694c }
.help ul { margin-top: 1.5mm }
.help li { position: relative; padding: 0.12em 0 0.12em 8mm }
.help li::before { content: ""; position: absolute; left: 1.4mm; top: 0.45em; width: 3.6mm; height: 1.8mm; border: solid #17694c;
  border-width: 0 0 0.8mm 0.8mm; transform: rotate(-45deg) }
.own { min-height: 11mm; padding: 2mm 0; font-weight: 600; text-align: center; overflow-wrap: anywhere }
.own--blank { border-bottom: 0.4mm dotted #6b756f }
footer { display: flex; justify-content: space-between; gap: 6mm; padding-top: 3mm; font-size: 4.4mm; color: #4a544e; white-space: nowrap }
.window__left { display: flex; flex-direction: column; justify-content: space-between; padding-bottom: 4mm }
.poster--window h1 { font-size: 17mm }
.lead { font-size: 7mm }
.poster--window .call { padding-top: 4mm; border-top: 1.2mm solid #17694c }
.poster--window .call__words { font-size: 6.5mm }
.window__right { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 5mm;
  border: 0.5mm solid #1d2320; border-radius: 5mm; text-align: center; margin-bottom: 4mm }
.window__right h2 { font-size: 7.5mm }
.window__right p { font-size: 5.4mm; color: #4a544e }
.poster--window .own, .poster--window footer { grid-column: 1 / -1 }
@media screen {
  body { background: #e7e2d8; padding: 6mm; display: flex; flex-direction: column; align-items: center; gap: 6mm }
  .poster { flex: none; border: 0.3mm solid #c9c2b4 }
}`
