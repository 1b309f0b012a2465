// What a pickle can hold here: plain data and tensors. Nothing in it can run, and nothing refers to
// anything by more than a number, so that no pickle nests or circles through memory.

/// One value of a pickle.
///
/// Containers are numbers of places in `PickleContents`.
enum PickleValue: Sendable {
  /// `None`.
  case none
  /// `True` or `False`.
  case bool(Bool)
  /// A whole number that fits.
  case integer(Int)
  /// A fraction.
  case float(Double)
  /// Text.
  case text(String)
  /// A tuple, by its number.
  case tuple(Int)
  /// A list, by its number.
  case list(Int)
  /// A dictionary, by its number.
  case dictionary(Int)
  /// Something that is called by name.
  case global(PickleGlobal)
  /// A tensor, by its number.
  case tensor(Int)
  /// The storage of tensors, by its number.
  case storage(Int)
  /// Something harmless that nobody looks into: a date, a device, a large number.
  case inert

  /// The text, or nil.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The whole number, or nil.
  var integer: Int? {
    switch self {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }
}

/// The names that a pickle may call; every other one is refused.
enum PickleGlobal: Sendable, Equatable {
  /// `collections.OrderedDict` and other dictionaries.
  case dictionary
  /// `torch._utils._rebuild_tensor_v2`.
  case tensor
  /// `torch._utils._rebuild_parameter`.
  case parameter
  /// `torch.FloatStorage` and its like.
  case storage(ElementType)
  /// Plain data whose contents don't matter here.
  case inert

  /// What `module.name` is, or nil for what no state dictionary needs.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"), ("collections", "defaultdict"),
      ("builtins", "dict"), ("__builtin__", "dict"),
      ("lightning.fabric.utilities.data", "AttributeDict"),
      ("lightning_fabric.utilities.data", "AttributeDict"),
      ("pytorch_lightning.utilities.parsing", "AttributeDict"):
      self = .dictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .tensor
    case ("torch._utils", "_rebuild_parameter"): self = .parameter
    case ("torch", _) where Self.storages[name] != nil:
      self = Self.storages[name].map { .storage($0) } ?? .inert
    default:
      guard Self.harmless[module]?.contains(name) == true else { return nil }
      self = .inert
    }
  }

  private static let storages: [String: ElementType] = [
    "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "LongStorage": .int64, "IntStorage": .int32,
    "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8, "BoolStorage": .bool,
  ]

  /// Names of plain data that training programs leave beside the weights.
  private static let harmless: [String: Set<String>] = [
    "builtins": ["set", "frozenset", "complex"], "__builtin__": ["set", "frozenset", "complex"],
    "torch": [
      "Size", "device", "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16",
      "int8", "uint8", "bool",
    ],
    "argparse": ["Namespace"],
    "pathlib": ["PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath"],
    "numpy": ["dtype"], "numpy.core.multiarray": ["scalar"], "numpy._core.multiarray": ["scalar"],
    "_codecs": ["encode"],
  ]
}

/// The memory of tensors, as a pickle names it.
struct PickleStorage: Sendable {
  /// What its elements are.
  let element: ElementType
  /// Its name among the archive's entries.
  let key: String
  /// How many elements it is said to have.
  let count: Int
}

/// A tensor, as a pickle describes it.
struct PickleTensor: Sendable {
  /// The number of its storage.
  let storage: Int
  /// Its first element's place in the storage.
  let offset: Int
  /// The extents, outermost first.
  let shape: [Int]
  /// How far apart neighbors along each extent lie.
  let strides: [Int]
}

/// Everything that a pickle holds.
struct PickleContents: Sendable {
  /// The value that the pickle is.
  var root = PickleValue.none
  /// Tuples and lists, by number.
  var sequences: [[PickleValue]] = []
  /// Dictionaries by number, in the order in which they were filled.
  var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  /// Storages by number.
  var storages: [PickleStorage] = []
  /// Tensors by number.
  var tensors: [PickleTensor] = []

  /// The members of a dictionary whose keys are text; nil for anything else.
  func members(of value: PickleValue) -> [(key: String, value: PickleValue)]? {
    guard case .dictionary(let number) = value else { return nil }
    return dictionaries[number].compactMap { entry in entry.key.text.map { ($0, entry.value) } }
  }

  /// The elements of a tuple or list; nil for anything else.
  func elements(of value: PickleValue) -> [PickleValue]? {
    switch value {
    case .tuple(let number), .list(let number): sequences[number]
    default: nil
    }
  }

  /// The whole numbers of a tuple or list of at most so many; nil for anything else.
  func integers(of value: PickleValue, atMost count: Int) -> [Int]? {
    guard let elements = elements(of: value), elements.count <= count else { return nil }
    let integers = elements.compactMap(\.integer)
    return integers.count == elements.count ? integers : nil
  }
}
