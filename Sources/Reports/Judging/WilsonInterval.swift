/// Where a share that was measured on so many rows may lie, in 95 of 100 cases; never beyond 0 and 1, and
/// wider than a point even where it is one of them.
///
/// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927.
func wilsonInterval(_ share: Double, of count: Double) -> ClosedRange<Double> {
  guard count > 0 else { return 0...1 }
  let z = 1.959964
  let scale = 1 + z * z / count
  let middle = (share + z * z / (2 * count)) / scale
  let spread =
    z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot() / scale
  return min(max(0, middle - spread), share)...max(min(1, middle + spread), share)
}
