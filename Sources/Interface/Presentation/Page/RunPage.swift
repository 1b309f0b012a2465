// The HTML page of `report`: one self-contained file that loads nothing from a network.

internal import Storage
package import Workbench

/// Fills the page's template with a run's data.
package enum RunPage {
  /// The page of a recorded run.
  package static func html(_ recording: RunRecording) -> String {
    var html = text(PackageResources.page_html)
    for (placeholder, content) in [
      ("/* {{style}} */", text(PackageResources.page_css)),
      ("// {{page}}", text(PackageResources.page_js)),
      ("// {{charts}}", text(PackageResources.charts_js)),
      ("{{data}}", embedded(data(of: recording))),
    ] {
      html = html.replacing(placeholder, with: content, maxReplacements: 1)
    }
    return html
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// The data as JSON that can't end its script element: `<`, `>`, `&` and line separators are
  /// escaped.
  private static func embedded(_ data: JSON) -> String {
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
}
