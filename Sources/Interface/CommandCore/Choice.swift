// Enumerations as values of options.

internal import ArgumentParser
internal import Presentation

/// One case of an enumeration whose raw values are what is typed.
package struct Choice<Value: RawRepresentable & CaseIterable & Sendable>: ExpressibleByArgument,
  Sendable
where Value.RawValue == String {
  package let value: Value

  package init(_ value: Value) { self.value = value }

  package init?(argument: String) {
    guard let value = Value(rawValue: argument) else { return nil }
    self.value = value
  }

  package var defaultValueDescription: String { value.rawValue }

  package static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }
}
