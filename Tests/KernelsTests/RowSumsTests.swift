import Basics
import Kernels
import Testing
