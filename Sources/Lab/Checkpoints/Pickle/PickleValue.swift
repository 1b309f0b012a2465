// The values of a pickle: plain data and tensors. Containers are referred to by index, so that no
// pickle can nest deeply or form cycles in memory.

/// A value of a pickle; containers are indices into `PickleContents`.
enum PickleValue: Sendable {
  /// `None`.
  case none
  /// `True` or `False`.
  case bool(Bool)
  /// An integer that fits `Int`.
  case integer(Int)
  /// A float.
  case float(Double)
  /// A string.
  case text(String)
  /// A tuple, by index.
  case tuple(Int)
  /// A list, by index.
  case list(Int)
  /// A dictionary, by index.
  case dictionary(Int)
  /// A global that can be called.
  case global(PickleGlobal)
  /// A tensor, by index.
  case tensor(Int)
  /// The storage of tensors, by index.
  case storage(Int)
  /// Harmless data whose value isn't needed: a device, a date, a large number.
  case inert

  /// The string, or nil.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The integer, or nil.
  var integer: Int? {
    switch self {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }
}

/// The globals that a pickle may use; all others are refused.
enum PickleGlobal: Sendable, Equatable {
  /// `collections.OrderedDict` and other dictionaries.
  case dictionary
  /// `torch._utils._rebuild_tensor_v2`.
  case tensor
  /// `torch._utils._rebuild_parameter`.
  case parameter
  /// `torch.FloatStorage` and the other storage types.
  case storage(ElementType)
  /// Plain data whose contents aren't needed.
  case inert

  /// The global `module.name`; nil if no state dict needs it.
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

  /// Globals of data that training programs save beside the weights; none is called, and their data
  /// isn't read.
  private static let harmless: [String: Set<String>] = [
    "builtins": ["set", "frozenset", "complex", "bytearray", "slice", "range", "object"],
    "__builtin__": ["set", "frozenset", "complex", "bytearray", "slice", "xrange", "object"],
    "torch": [
      "Size", "device", "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16",
      "int8", "uint8", "bool", "Generator",
    ],
    "argparse": ["Namespace"], "types": ["SimpleNamespace"], "copyreg": ["_reconstructor"],
    "copy_reg": ["_reconstructor"],
    "pathlib": ["PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath", "Path"],
    "pathlib._local": ["PosixPath", "PurePosixPath"],
    "datetime": ["datetime", "date", "time", "timedelta", "timezone"],
    "collections": ["Counter", "deque"], "uuid": ["UUID"], "decimal": ["Decimal"],
    "fractions": ["Fraction"], "_codecs": ["encode"],
    "numpy": ["dtype", "ndarray", "float64", "float32", "int64", "int32", "bool_", "uint8"],
    "numpy.core.multiarray": ["scalar", "_reconstruct"],
    "numpy._core.multiarray": ["scalar", "_reconstruct"],
    "numpy.core.numeric": ["_frombuffer"], "numpy._core.numeric": ["_frombuffer"],
    "numpy.random._pickle": [
      "__randomstate_ctor", "__generator_ctor", "__bit_generator_ctor",
    ],
    "numpy.random._mt19937": ["MT19937"], "numpy.random._pcg64": ["PCG64"],
    "numpy.dtypes": ["Float64DType", "Float32DType", "Int64DType", "UInt32DType"],
    "omegaconf.dictconfig": ["DictConfig"], "omegaconf.listconfig": ["ListConfig"],
    "omegaconf.base": ["ContainerMetadata", "Metadata"],
    "omegaconf.nodes": ["AnyNode", "StringNode", "IntegerNode", "FloatNode", "BooleanNode"],
    "typing": ["Any", "Union", "Optional", "Dict", "List"],
  ]
}

/// A tensor storage, as described by a pickle.
struct PickleStorage: Sendable {
  /// The element type.
  let element: ElementType
  /// The name of its entry in the archive.
  let key: String
  /// The number of elements, as declared.
  let count: Int
}

/// A tensor, as described by a pickle.
struct PickleTensor: Sendable {
  /// The index of its storage.
  let storage: Int
  /// The index of its first element in the storage.
  let offset: Int
  /// The shape, outermost dimension first.
  let shape: [Int]
  /// The strides in elements.
  let strides: [Int]
}

/// The contents of a pickle.
struct PickleContents: Sendable {
  /// The top-level value.
  var root = PickleValue.none
  /// Tuples and lists.
  var sequences: [[PickleValue]] = []
  /// Dictionaries, each in insertion order.
  var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  /// Storages.
  var storages: [PickleStorage] = []
  /// Tensors.
  var tensors: [PickleTensor] = []

  /// The members of a dictionary that have string keys; nil if `value` isn't a dictionary.
  func members(of value: PickleValue) -> [(key: String, value: PickleValue)]? {
    guard case .dictionary(let number) = value else { return nil }
    return dictionaries[number].compactMap { entry in entry.key.text.map { ($0, entry.value) } }
  }

  /// The elements of a tuple or list; nil for other values.
  func elements(of value: PickleValue) -> [PickleValue]? {
    switch value {
    case .tuple(let number), .list(let number): sequences[number]
    default: nil
    }
  }

  /// The integers of a tuple or list of at most `count`; nil for other values.
  func integers(of value: PickleValue, atMost count: Int) -> [Int]? {
    guard let elements = elements(of: value), elements.count <= count else { return nil }
    let integers = elements.compactMap(\.integer)
    return integers.count == elements.count ? integers : nil
  }
}
