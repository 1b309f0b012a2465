// The table of vector kernels: its function pointers and the argument groups that they take.
// Declared in C, since a plain function pointer can't take a Swift struct; calling one counts no
// references.
//
// Letters: S positions, D features, h the width of one attention head. Matrices are row-major;
// `stride` and `…Row` are the distance between rows, in floats.
#ifndef TRM_KERNEL_SET_H
#define TRM_KERNEL_SET_H

#include <stdbool.h>

#pragma clang assume_nonnull begin

/// Fetches the cache line of an address, if it is one; never fails.
static inline void trm_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// The most floats of an outer product's left factor that are copied at once: 256 KB, which stay in
/// the second-level cache.
static const long outerProductBlock = 1 << 16;

/// The instructions that a set of kernels uses.
typedef enum __attribute__((enum_extensibility(closed))) {
  /// Plain loops in float64.
  KernelKindNaive,
  /// What every processor has.
  KernelKindPortable,
  /// AVX2 and fused multiply-add, or what every 64-bit ARM has.
  KernelKindFused,
  /// AVX-512.
  KernelKindWide,
} KernelKind;

/// The sizes and layout of a matrix product c (m, n) = a (m, k) · b (k, n).
typedef struct {
  /// Rows of a and c.
  long m;
  /// Columns of b and c.
  long n;
  /// Columns of a and rows of b.
  long k;
  /// Element (i, j) of c is `c[i * cRow + j]`.
  long cRow;
  /// Element (i, p) of a is `a[i * aRow + p * aColumn]`, so a transposed matrix needs no copy.
  long aRow;
  /// The distance between columns of a.
  long aColumn;
  /// Whether the product is added to c instead of overwriting it.
  bool accumulates;
} ProductShape;

/// The queries, keys and values of one attention head in one sequence.
typedef struct {
  /// (queries, h).
  const float *q;
  /// (S, h).
  const float *k;
  /// (S, h).
  const float *v;
} AttentionInputs;

/// The gradients of one head's queries, keys and values, laid out as `AttentionInputs`.
typedef struct {
  /// (S, h).
  float *dq;
  /// (S, h).
  float *dk;
  /// (S, h).
  float *dv;
} AttentionGradients;

/// The sizes and layout of one attention head in one sequence.
typedef struct {
  /// S: keys and values.
  long positions;
  /// h.
  long headWidth;
  /// The distance between rows of q, k and v, and of their gradients.
  long stride;
  /// The distance between rows of the output.
  long outStride;
  /// The factor of the scores: 1 / √h.
  float scale;
} AttentionShape;

/// Which queries attend, and to which keys.
///
/// Query i, at position first + i, attends to the keys at most `window` away and to the first
/// `prefix`; position 0 attends to all.
typedef struct {
  /// The number of queries.
  long count;
  /// The position of the first query.
  long first;
  /// The farthest key to either side; S or more for no window.
  long window;
  /// Keys at the start that every query attends to.
  long prefix;
} AttentionQueries;

/// The keys of some queries: query i has keys[starts[i]] up to keys[starts[i + 1] - 1], at least one.
typedef struct {
  /// The number of queries.
  long count;
  /// (count + 1).
  const int *starts;
  /// The positions of keys, ascending.
  const int *keys;
} KeyLists;

/// The sizes and layout of rows whose heads are rotated by their positions.
typedef struct {
  /// The number of rows; row i is at position (first + i) mod S.
  long count;
  /// The position of the first row.
  long first;
  /// S.
  long positions;
  /// Heads in a row.
  long heads;
  /// h.
  long headWidth;
  /// The distance between rows.
  long stride;
} RotaryShape;

/// The numbers of one AdamW step.
typedef struct {
  /// The decay of the first moment.
  float beta1;
  /// The decay of the second moment.
  float beta2;
  /// 1 - learning rate · weight decay.
  float weightFactor;
  /// learning rate / (1 - β₁ᵗ).
  float stepSize;
  /// 1 / √(1 - β₂ᵗ).
  float correction;
  /// ε.
  float epsilon;
} AdamStep;

/// The numbers of one AdamATan2 step.
typedef struct {
  /// The decay of the first moment.
  float beta1;
  /// The decay of the second moment.
  float beta2;
  /// 1 - learning rate · weight decay.
  float weightFactor;
  /// The learning rate.
  float learningRate;
  /// 1 / (1 - β₁ᵗ).
  float correction1;
  /// 1 / √(1 - β₂ᵗ).
  float correction2;
} AdamATan2Step;

/// One implementation of every vector kernel.
///
/// Arguments are in the order outputs, inputs, sizes. Outputs are overwritten unless the comment
/// says otherwise. Each kernel's file in `SIMDKernels` has its formula and shapes.
typedef struct __attribute__((swift_attr("@Sendable"))) {
  /// The instructions that it uses.
  KernelKind kind;
  /// Floats in a vector; a panel of a packed matrix is two vectors wide.
  long vectorWidth;

  /// c = a · b; rows of b are `bRow` apart.
  void (*product)(float *c, const float *a, const float *b, long bRow, ProductShape shape);
  /// c = a · b with b packed by `pack`.
  void (*productPacked)(float *c, const float *a, const float *panels, ProductShape shape);
  /// gated (m, n) = silu(g) · u with g = a · gateᵀ and u = a · upᵀ, packed by `packGated`; `kept`
  /// (m, 2n) receives g and u.
  void (*productGated)(float *gated, float *_Nullable kept, const float *a, const float *panels,
                       long m, long n, long k);
  /// dw (m, n) += aᵀ · b, for a (rows, m) and b (rows, n); `scratch` takes `outerProductCount`
  /// floats.
  void (*outerProduct)(float *dw, const float *a, const float *b, float *scratch, long m, long n,
                       long rows);
  /// Packs b (k, n), whose element (p, j) is `w[j * row + p * column]`, into panels `depth` rows
  /// long.
  void (*pack)(float *panels, long depth, const float *w, long row, long column, long n, long k);
  /// Packs w (2n, k), gate first, for `productGated`.
  void (*packGated)(float *panels, const float *w, long n, long k);

  /// RMS norm of a + b over each row; `scale` (rows) receives the factors.
  void (*normRows)(float *out, float *scale, const float *a, const float *b, long rows, long width,
                   float epsilon);
  /// Its gradient, in place.
  void (*normRowsBackward)(float *gradient, const float *out, const float *scale, long rows,
                           long width);
  /// RMS norm of a + b over each column; `scale` (width) receives the factors.
  void (*normColumns)(float *out, float *scale, const float *a, const float *b, long rows,
                      long width, long stride, float epsilon);
  /// Its gradient, in place.
  void (*normColumnsBackward)(float *gradient, const float *out, const float *scale, long rows,
                              long width, long stride);

  /// out = silu(gate) · up; rows of gate and up are `stride` apart.
  void (*gate)(float *out, const float *gate, const float *up, long rows, long width, long stride);
  /// Its gradient.
  void (*gateBackward)(float *dgate, float *dup, const float *dout, const float *gate,
                       const float *up, long rows, long width, long stride);

  /// out = softmax(scale · q kᵀ) v for some queries of one head; `weights` receives the softmax.
  void (*attend)(float *out, float *weights, float *transposed, AttentionInputs inputs,
                 AttentionShape shape, AttentionQueries queries);
  /// Its gradient for all S queries.
  void (*attendBackward)(AttentionGradients gradients, float *dscores, float *transposed,
                         const float *dout, const float *weights, AttentionInputs inputs,
                         AttentionShape shape);
  /// The same as `attend` over listed keys.
  void (*attendListed)(float *out, float *weights, AttentionInputs inputs, AttentionShape shape,
                       KeyLists lists);
  /// Its gradient for all S queries.
  void (*attendListedBackward)(AttentionGradients gradients, float *dscores, const float *dout,
                               const float *weights, AttentionInputs inputs, AttentionShape shape,
                               KeyLists lists);
  /// Rotates pairs (i, i + h/2) of each head by `sign` times the angle of its position, in place.
  void (*rotate)(float *rows, const float *cosine, const float *sine, float sign,
                 RotaryShape shape);

  /// out = a + b + c.
  void (*add)(float *out, const float *a, const float *b, const float *c, long count);
  /// out += factor · a.
  void (*addScaled)(float *out, const float *a, float factor, long count);
  /// out = keep · out + (1 - keep) · a.
  void (*average)(float *out, const float *a, float keep, long count);
  /// The sum of the squares.
  float (*sumOfSquares)(const float *a, long count);
  /// One AdamW step of weights w with moments m and v and gradient g.
  void (*adam)(float *w, float *m, float *v, const float *g, long count, AdamStep step);
  /// One AdamATan2 step of weights w with moments m and v and gradient g.
  void (*adamATan2)(float *w, float *m, float *v, const float *g, long count, AdamATan2Step step);

  /// 24 · `vectorWidth` floating-point operations a round, all in registers.
  float (*peak)(long rounds);
} KernelSet;

#pragma clang assume_nonnull end

#endif
