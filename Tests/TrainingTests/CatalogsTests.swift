import Basics
import TestSupport
import Testing
import Training

@Suite struct CatalogsTests {
  @Test("Names of metrics are unique and found again, with either dash")
  func metricNames() throws {
    let names = MetricCatalog.standard.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(try MetricCatalog.metric(name).name == name)
      let dashed = String(name.map { $0 == "_" ? "-" : $0 })
      #expect(try MetricCatalog.metric(dashed).name == name)
    }
    #expect(try MetricCatalog.metric("top-7-accuracy").name == "top_7_accuracy")
  }

  @Test("An unknown metric is refused with the nearest name")
  func unknownMetric() {
    for (typed, nearest) in [("acuracy", "accuracy"), ("f1-makro", "f1_macro"), ("R-2", "r2")] {
      let text = message { _ = try MetricCatalog.metric(typed) } ?? ""
      #expect(
        text.hasPrefix("unknown metric \"\(typed)\". Did you mean \"\(nearest)\"? Known: loss,"))
    }
    for typed in ["top-0-accuracy", "top--1-accuracy", "top-x-accuracy", "top-accuracy", ""] {
      #expect(message { _ = try MetricCatalog.metric(typed) } != nil)
    }
    let huge = "top-99999999999999999999-accuracy"
    #expect(message { _ = try MetricCatalog.metric(huge) } != nil)
  }

  @Test("The kinds that files can name")
  func kinds() {
    #expect(
      OptimizerCatalog.standard.kinds == [
        "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adadelta", "adam", "adamax", "nadam",
        "adamw",
      ])
    #expect(
      ScheduleCatalog.standard.kinds == [
        "constant", "step", "exponential", "polynomial", "cosine", "warm-up", "one-cycle",
        "reduce-on-plateau", "piecewise",
      ])
  }
}
