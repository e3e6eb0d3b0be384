// `import Descent` gives everything: this module re-exports the modules that make up the library.

@_exported import Basics
@_exported import Charts
@_exported import DataFiles
@_exported import Datasets
@_exported import EventFiles
@_exported import ModelFiles
@_exported import Networks
@_exported import Projections
@_exported import Reports
@_exported import Training
