// Compares vector kernels with plain loops in float64; see emulate-arm.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "KernelSet.h"

/// Copies the table of kernels; written in Swift.
void table(KernelSet *to);

static KernelSet kernels;
static double worst = 0;

static double *doubles(long count) { return malloc(sizeof(double) * count); }

/// `count` repeatable numbers from -0.5 to 0.5.
static float *noise(long count) {
  static unsigned long state = 1;
  float *values = malloc(sizeof(float) * count);
  for (long i = 0; i < count; i++) {
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    values[i] = (float)((double)(state >> 40) / (1 << 24) - 0.5);
  }
  return values;
}

/// Prints the largest difference, as a share of the largest expected number.
static void compare(const char *name, const float *found, const double *expected, long count) {
  double difference = 0, largest = 1e-9;
  for (long i = 0; i < count; i++) {
    difference = fmax(difference, fabs(found[i] - expected[i]));
    largest = fmax(largest, fabs(expected[i]));
  }
  printf("%-40s %.1e\n", name, difference / largest);
  // Not a number is worse than any.
  worst = difference / largest <= worst ? worst : difference / largest;
}

/// c = x · wᵀ packed, gated, and dw += aᵀ · b, for x (m, k) and w (n, k).
static void products(long m, long n, long k) {
  char name[64];
  long panel = 2 * kernels.vectorWidth;
  float *x = noise(m * k), *w = noise(2 * n * k), *c = noise(m * n), *kept = noise(2 * m * n);
  float *packed = noise(2 * (n + panel) * k);
  double *plain = doubles(m * n), *gated = doubles(m * n);
  for (long i = 0; i < m; i++)
    for (long j = 0; j < n; j++) {
      double gate = 0, up = 0;
      for (long p = 0; p < k; p++) {
        gate += (double)x[i * k + p] * w[j * k + p];
        up += (double)x[i * k + p] * w[(n + j) * k + p];
      }
      plain[i * n + j] = gate;
      gated[i * n + j] = gate / (1 + exp(-gate)) * up;
    }
  ProductShape shape = {.m = m, .n = n, .k = k, .cRow = n, .aRow = k, .aColumn = 1};
  kernels.pack(packed, k, w, k, 1, n, k);
  kernels.productPacked(c, x, packed, shape);
  snprintf(name, sizeof name, "product of %ld rows, %ld to %ld", m, k, n);
  compare(name, c, plain, m * n);
  kernels.packGated(packed, w, n, k);
  kernels.productGated(c, kept, x, packed, m, n, k);
  snprintf(name, sizeof name, "gated product of %ld rows, %ld to %ld", m, k, n);
  compare(name, c, gated, m * n);

  // w (n, k) read as a (k, n), x (m, k) read as b (k, m).
  float *dw = noise(n * m), *scratch = noise(panel * k + outerProductBlock + 8 * k);
  double *sum = doubles(n * m);
  for (long i = 0; i < n; i++)
    for (long j = 0; j < m; j++) {
      sum[i * m + j] = dw[i * m + j];
      for (long p = 0; p < k; p++) sum[i * m + j] += (double)w[p * n + i] * x[p * m + j];
    }
  kernels.outerProduct(dw, w, x, scratch, n, m, k);
  snprintf(name, sizeof name, "outer product of %ld rows, %ld x %ld", k, n, m);
  compare(name, dw, sum, n * m);
}

/// softmax(q kᵀ / √h) v of s positions.
static void attention(long s, long h) {
  char name[64];
  long stride = 3 * h, padded = (s + 15) / 16 * 16;
  float *x = noise(s * stride), *out = noise(s * h);
  float *weights = noise(s * padded), *transposed = noise(h * padded);
  double *expected = doubles(s * h), *score = doubles(s);
  for (long i = 0; i < s; i++) {
    double sum = 0;
    for (long j = 0; j < s; j++) {
      score[j] = 0;
      for (long c = 0; c < h; c++) score[j] += (double)x[i * stride + c] * x[j * stride + h + c];
      sum += score[j] = exp(score[j] / sqrt(h));
    }
    for (long c = 0; c < h; c++) {
      expected[i * h + c] = 0;
      for (long j = 0; j < s; j++)
        expected[i * h + c] += score[j] / sum * x[j * stride + 2 * h + c];
    }
  }
  kernels.attend(
    out, weights, transposed, (AttentionInputs){.q = x, .k = x + h, .v = x + 2 * h},
    (AttentionShape){
      .positions = s, .headWidth = h, .stride = stride, .outStride = h, .scale = 1 / sqrtf(h)},
    (AttentionQueries){.count = s, .window = s});
  snprintf(name, sizeof name, "attention of %ld positions", s);
  compare(name, out, expected, s * h);
}

/// The norm of a + b over rows, and the gate's gradient.
static void rows(long count, long width) {
  char name[64];
  float *a = noise(count * width), *b = noise(count * width), *d = noise(count * width);
  float *out = noise(count * width), *other = noise(count * width), *scale = noise(count);
  double *norm = doubles(count * width), *dgate = doubles(count * width);
  for (long i = 0; i < count; i++) {
    double squares = 0;
    for (long at = i * width; at < (i + 1) * width; at++) {
      squares += pow((double)a[at] + b[at], 2);
      double sigma = 1 / (1 + exp(-(double)a[at]));
      dgate[at] = (double)d[at] * b[at] * sigma * (1 + a[at] * (1 - sigma));
    }
    for (long at = i * width; at < (i + 1) * width; at++)
      norm[at] = ((double)a[at] + b[at]) / sqrt(squares / width + 1e-5);
  }
  kernels.normRows(out, scale, a, b, count, width, 1e-5f);
  snprintf(name, sizeof name, "norm of %ld rows of %ld", count, width);
  compare(name, out, norm, count * width);
  kernels.gateBackward(out, other, d, a, b, count, width, width);
  snprintf(name, sizeof name, "gate's gradient, %ld rows of %ld", count, width);
  compare(name, out, dgate, count * width);
}

int main(void) {
  table(&kernels);
  printf("kernels for vectors of %ld\n", kernels.vectorWidth);
  long shapes[][3] = {{1, 13, 64},   {16, 16, 8},   {9, 33, 20},    {64, 192, 64}, {5, 1, 3},
                      {7, 70, 700},  {230, 40, 600}, {97, 512, 128}, {33, 300, 16}};
  for (int i = 0; i < 9; i++) products(shapes[i][0], shapes[i][1], shapes[i][2]);
  attention(16, 32);
  attention(97, 64);
  attention(300, 8);
  rows(33, 37);
  rows(5, 128);
  printf("worst: %.1e\n", worst);
  return worst < 1e-5 ? 0 : 1;
}
