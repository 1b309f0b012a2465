// What attention knows of positions.

internal import Kernels

/// The tables that all attention layers of a network share.
struct PositionTables {
  /// The angles of rotary positions; nil for others.
  let rotary: Rotary?
  /// What the heads see of a grid; nil on a line.
  let keys: GridKeys?

  init(_ c: Configuration, in arena: Arena) {
    rotary = c.mixing == .attention && c.positions == .rotary ? Rotary(c, in: arena) : nil
    keys = c.gridKinds > 0 ? GridKeys(c, in: arena) : nil
  }
}
