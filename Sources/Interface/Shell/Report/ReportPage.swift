// The page of a report: one file that holds all it needs and asks no network for anything.

internal import Checkpoints
internal import Storage

/// A page of HTML around the data of a run.
enum ReportPage {
  /// The page with the data in it.
  static func html(_ data: JSON) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>A run of trm</title>
    <style>
    \(style)</style>
    </head>
    <body>
    \(content)<script type="application/json" id="data">\(embedded(data))</script>
    <script>
    (() => {
    \(state)\(charts)})();
    </script>
    </body>
    </html>

    """
  }

  /// The data as text that no browser takes for mark-up: `<`, `>` and `&` are escaped.
  static func embedded(_ data: JSON) -> String {
    var text = ""
    for scalar in data.text.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// What stands on the page before anything is drawn.
  private static let content = """
    <header>
      <p class="eyebrow">a recursive model at work</p>
      <h1 id="question"></h1>
      <div id="answer" role="img" aria-live="off"></div>
      <p id="verdict"></p>
    </header>
    <nav aria-label="Time">
      <button id="play" type="button" aria-pressed="false">Play</button>
      <button id="back" type="button" aria-label="One update back">&#8249;</button>
      <input id="time" type="range" min="0" value="0" step="1" aria-label="Update">
      <button id="next" type="button" aria-label="One update on">&#8250;</button>
      <output id="moment" for="time"></output>
      <button id="theme" type="button" aria-label="Light or dark">Light / dark</button>
    </nav>
    <noscript><p>This page draws itself with its own script, which is switched off here.</p></noscript>
    <main>
      <section class="wide" id="says"><h2>What each state says</h2>
        <p class="hint">A row is an update, a column a position of the answer, shaded by probability.
        z is read through the head of y: a hint, not an answer. Click a row to go there.</p>
        <div class="scroll"><table id="lens"></table></div>
        <div id="legend" class="legend"></div></section>
      <section><h2>Is it done?</h2>
        <p class="hint">The halting head's probability after each step.</p>
        <div id="halting"></div></section>
      <section><h2>How far each update moves</h2>
        <p class="hint">|&Delta;y| and |&Delta;z| relative to the state, on a logarithmic scale.</p>
        <div id="changes"></div></section>
      <section><h2>The way of y</h2><p class="hint" id="variance-y"></p><div id="way-y"></div></section>
      <section><h2>The way of z</h2><p class="hint" id="variance-z"></p><div id="way-z"></div></section>
      <section class="wide"><h2>Inside y</h2><p class="hint" id="hint-y"></p>
        <canvas id="map-y" role="img" aria-label="y, positions by features"></canvas></section>
      <section class="wide"><h2>Inside z</h2><p class="hint" id="hint-z"></p>
        <canvas id="map-z" role="img" aria-label="z, positions by features"></canvas></section>
      <section class="wide"><h2>The model</h2><dl id="model"></dl></section>
    </main>
    <footer><p>Space plays, arrow keys go update by update, Home and End to the ends.
    <span id="note"></span></p></footer>

    """
}
