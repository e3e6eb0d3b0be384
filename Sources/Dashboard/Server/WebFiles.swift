// Made of Sources/Dashboard/Web by Scripts/embed-dashboard.py; change those files, then run it.
// swift-format-ignore-file

#if Dashboard
  /// The files of the page as texts.
  enum WebFiles {
    /// Name and text of each file, in the order of the names.
    static let all: [(name: String, text: String)] = [
      (
        name: "chart.js",
        text: ##"""
        // Curves as a drawing: axes, lines, and what the lines say where the pointer is.

        import { el, short, svg } from "./shared.js";

        const height = 230;
        const edge = { left: 64, right: 10, top: 8, bottom: 24 };

        /** Numbers at even distances that people like. */
        export function ticks(low, high, most) {
          if (!(high > low)) return [low];
          const rough = (high - low) / most;
          const power = 10 ** Math.floor(Math.log10(rough));
          const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
          const list = [];
          for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; i += 1) list.push(Number((i * step).toPrecision(12)));
          return list;
        }

        function logTicks(low, high) {
          const list = [];
          for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
            const value = 10 ** power;
            if (value >= low * 0.999 && value <= high * 1.001) list.push(value);
          }
          return list.length > 1 ? list : [low, high];
        }

        /** Ticks as texts that tell them apart. */
        export function labels(values) {
          const step = values.length > 1 ? Math.abs(values[1] - values[0]) : 1;
          const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
          const most = Math.max(...values.map(Math.abs));
          const digits = Math.min(12, Math.max(1, Math.ceil(Math.log10(most / step) - 1e-9)));
          if (decimals > 6 || most >= 1e6) return values.map((value) => (value === 0 ? "0" : value.toExponential(digits)));
          return values.map((value) => value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
        }

        /** Fewer points for a line, with each stretch's highest and lowest. */
        export function thin(x, y, most) {
          if (x.length <= most) return [x, y];
          const stretch = Math.ceil(x.length / (most / 2));
          const places = [];
          for (let start = 0; start < x.length; start += stretch) {
            const end = Math.min(x.length, start + stretch);
            let low = start;
            let high = start;
            for (let i = start; i < end; i += 1) {
              if (y[i] < y[low]) low = i;
              if (y[i] > y[high]) high = i;
            }
            places.push(Math.min(low, high));
            if (low !== high) places.push(Math.max(low, high));
          }
          if (places[0] !== 0) places.unshift(0);
          if (places.at(-1) !== x.length - 1) places.push(x.length - 1);
          return [places.map((i) => x[i]), places.map((i) => y[i])];
        }

        /** A chart that is drawn again with each call of `show`. */
        export class Chart {
          constructor(title, unit = "epoch") {
            this.title = title;
            this.unit = unit;
            this.series = [];
            this.drawing = svg("svg", { role: "img", tabindex: 0, height });
            this.readout = el("div", { class: "readout", "aria-live": "polite" });
            this.figure = el("figure", {}, el("figcaption", {}, title), this.drawing, this.readout);
            this.drawing.addEventListener("pointermove", (event) => this.point(event));
            this.drawing.addEventListener("pointerleave", () => this.choose(null));
            this.drawing.addEventListener("keydown", (event) => this.key(event));
            new ResizeObserver(() => this.draw()).observe(this.figure);
          }

          /** Series: {name, x, y, color: 0 to 7, dash: 0 to 3}. */
          show(series, isLog = false) {
            this.series = series.map((one) => {
              const [x, y] = thin(one.x, one.y, 1200);
              return { ...one, x, y };
            });
            this.isLog = isLog && this.series.every((one) => one.y.every((value) => value > 0));
            this.draw();
          }

          draw() {
            const width = Math.max(200, this.figure.clientWidth - 16);
            this.width = width;
            this.drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
            this.drawing.replaceChildren();
            const filled = this.series.filter((one) => one.x.length);
            this.drawing.setAttribute("aria-label", this.summary(filled));
            if (!filled.length) {
              this.drawing.append(svg("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "nothing measured yet"));
              return;
            }
            this.measure(filled);
            this.axes();
            for (const one of filled) this.line(one);
            this.cursor = svg("line", { class: "mark", y1: edge.top, y2: height - edge.bottom, visibility: "hidden" });
            this.drawing.append(this.cursor);
            if (this.at !== null && this.at !== undefined) this.choose(this.at);
          }

          summary(filled) {
            return `${this.title}: ` + filled.slice(0, 8).map((one) => `${one.name} ends at ${short(one.y.at(-1))}`).join(", ");
          }

          measure(filled) {
            let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
            for (const one of filled) {
              left = Math.min(left, one.x[0]);
              right = Math.max(right, one.x.at(-1));
              for (const value of one.y) {
                if (value < low) low = value;
                if (value > high) high = value;
              }
            }
            if (right === left) right = left + 1;
            // What differs by less than a thousandth is drawn as flat: its labels would be all digits.
            if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-3) [low, high] = this.isLog ? [low / 2, high * 2] : [low - (Math.abs(low) || 1) * 0.1, high + (Math.abs(high) || 1) * 0.1];
            const margin = (high - low) * 0.04;
            if (!this.isLog) [low, high] = [low - margin, high + margin];
            Object.assign(this, { left, right, low, high });
          }

          x(value) {
            return edge.left + (value - this.left) / (this.right - this.left) * (this.width - edge.left - edge.right);
          }

          y(value) {
            const share = this.isLog ? Math.log(value / this.low) / Math.log(this.high / this.low) : (value - this.low) / (this.high - this.low);
            return height - edge.bottom - share * (height - edge.top - edge.bottom);
          }

          axes() {
            const places = this.isLog ? logTicks(this.low, this.high) : ticks(this.low, this.high, 5);
            const texts = this.isLog ? places.map(short) : labels(places);
            for (const [index, value] of places.entries()) {
              const y = this.y(value);
              this.drawing.append(
                svg("line", { class: "grid", x1: edge.left, x2: this.width - edge.right, y1: y, y2: y }),
                svg("text", { x: edge.left - 6, y: y + 4, "text-anchor": "end" }, texts[index]));
            }
            for (const value of ticks(this.left, this.right, Math.min(8, this.width / 70)).filter(Number.isInteger)) {
              const x = this.x(value);
              this.drawing.append(svg("text", { x: x > this.width - 26 ? this.width - 2 : x, y: height - 8, "text-anchor": x > this.width - 26 ? "end" : "middle" }, value.toLocaleString("en")));
            }
          }

          line(one) {
            const path = one.x.map((x, i) => `${i ? "L" : "M"}${this.x(x).toFixed(1)} ${this.y(one.y[i]).toFixed(1)}`).join("");
            const style = { class: `line c${one.color % 8}`, stroke: "currentColor", "stroke-dasharray": ["", "6 3", "2 3", "8 3 2 3"][one.dash % 4] };
            this.drawing.append(
              one.x.length > 1 ? svg("path", { d: path, ...style })
                : svg("circle", { cx: this.x(one.x[0]), cy: this.y(one.y[0]), r: 3, class: `c${one.color % 8}`, fill: "currentColor" }));
          }

          point(event) {
            const box = this.drawing.getBoundingClientRect();
            const share = (event.clientX - box.left) * this.width / box.width - edge.left;
            const value = this.left + share / (this.width - edge.left - edge.right) * (this.right - this.left);
            this.choose(Math.round(Math.min(this.right, Math.max(this.left, value))));
          }

          key(event) {
            const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
            if (!step || this.left === undefined) return;
            event.preventDefault();
            this.choose(Math.min(this.right, Math.max(this.left, (this.at ?? this.left) + step)));
          }

          /** Marks a place and says what the lines have there. */
          choose(at) {
            this.at = at;
            if (!this.cursor) return;
            this.cursor.setAttribute("visibility", at === null ? "hidden" : "visible");
            if (at === null) {
              this.readout.textContent = "";
              return;
            }
            this.cursor.setAttribute("x1", this.x(at));
            this.cursor.setAttribute("x2", this.x(at));
            const parts = this.series.filter((one) => one.x.length).map((one) => {
              let best = 0;
              for (let i = 1; i < one.x.length; i += 1) if (Math.abs(one.x[i] - at) < Math.abs(one.x[best] - at)) best = i;
              return `${one.name} ${short(one.y[best])}`;
            });
            this.readout.textContent = `${this.unit} ${at.toLocaleString("en")}: ${parts.join(" · ")}`;
          }
        }

        """##
      ),
      (
        name: "draw.js",
        text: ##"""
        // The pad: strokes and pictures on a canvas, brought to the size of a network's input, and what the
        // network makes of them.

        import { ask, base64, bytes, color, el, onColors, short, tell } from "./shared.js";

        let models = [];
        let model = null;
        let items = []; // strokes {points, size, color} and pictures {image}
        let stroke = null;
        let output = null; // the class whose saliency is wanted; null for the likeliest
        let cursor = null; // for the keyboard: {x, y, isDown}
        let isAsking = false;
        let isAskedAgain = false;
        let answer = null;
        let seed = 1;
        const parts = {};

        export function startDraw(view) {
          view.classList.add("columns");
          parts.model = el("select", { id: "draw-model", onchange: () => take(parts.model.value) });
          parts.pad = el("canvas", {
            class: "pad", tabindex: 0, role: "img", id: "pad",
            "aria-label": "Pad. Draw with mouse or finger; or move with the arrow keys and press space to put the pen down and to lift it.",
          });
          parts.pen = el("input", { type: "range", id: "pen", min: 2, max: 20, value: 8, step: 1 });
          parts.ink = el("input", { type: "color", id: "ink", value: "#ffffff" });
          parts.inkLabel = el("label", { hidden: true }, "Color ", parts.ink);
          parts.centered = el("input", { type: "checkbox", id: "centered", checked: true, onchange: look });
          parts.dark = el("input", { type: "checkbox", id: "dark", onchange: () => { paint(); look(); } });
          parts.file = el("input", { type: "file", id: "picture-file", accept: "image/*", onchange: () => open(parts.file.files[0]) });
          parts.examples = el("div", { class: "thumbs", id: "examples" });
          parts.answer = el("div", { id: "draw-answer" });
          view.append(
            el("div", {},
              el("div", { class: "row" }, el("label", {}, "Model ", parts.model)),
              parts.pad,
              el("div", { class: "row" },
                el("button", { type: "button", id: "undo", onclick: undo }, "Undo"),
                el("button", { type: "button", id: "clear", onclick: clear }, "Clear"),
                el("label", {}, "Pen ", parts.pen), parts.inkLabel),
              el("div", { class: "row" }, el("label", {}, parts.centered, " center and scale as MNIST's digits were"),
                el("label", {}, parts.dark, " dark on light")),
              el("div", { class: "row" }, el("label", {}, "A picture of your own ", parts.file)),
              el("h3", {}, "Pictures of the data ", el("button", { type: "button", class: "small", id: "other-examples", onclick: () => { seed += 1; examples(); } }, "Others")),
              parts.examples,
              el("p", { class: "quiet" }, "Keys: arrows move, space puts the pen down and lifts it, Ctrl+Z takes back, Delete clears.")),
            parts.answer);
          pointers(parts.pad);
          parts.pad.addEventListener("keydown", key);
          view.addEventListener("dragover", (event) => event.preventDefault());
          view.addEventListener("drop", (event) => {
            event.preventDefault();
            open(event.dataTransfer.files[0]);
          });
          view.addEventListener("shown", refresh);
          onColors(show);
          refresh();
        }

        // The model

        async function refresh() {
          try {
            models = (await ask("/api/models")).models;
          } catch (error) {
            tell(error.message);
            return;
          }
          const kept = model && models.some((one) => one.path === model.path) ? model.path : models.at(-1)?.path;
          parts.model.replaceChildren(...models.map((one) => el("option", { value: one.path }, `${one.path} (${one.height}×${one.width}${one.channels > 1 ? " color" : ""})`)));
          if (kept) {
            parts.model.value = kept;
            if (!model || model.path !== kept) take(kept);
            else look();
          } else {
            parts.answer.replaceChildren(el("p", {}, "No finished run has a model for pictures. Train one: descent train digits"));
          }
        }

        function take(path) {
          model = models.find((one) => one.path === path);
          const cell = Math.max(1, Math.floor(336 / Math.max(model.height, model.width)));
          parts.pad.width = model.width * cell;
          parts.pad.height = model.height * cell;
          parts.pad.style.aspectRatio = `${model.width} / ${model.height}`;
          parts.inkLabel.hidden = model.channels === 1;
          parts.centered.closest("label").hidden = model.channels > 1;
          items = [];
          output = null;
          answer = null;
          cursor = null;
          paint();
          look();
          examples();
        }

        async function examples() {
          const wanted = model.path;
          // Not every data set is at hand.
          const { pictures = [] } = await ask(`/api/examples?path=${encodeURIComponent(wanted)}&seed=${seed}`).catch(() => ({}));
          if (model.path !== wanted) return;
          document.getElementById("other-examples").parentElement.hidden = !pictures.length;
          parts.examples.replaceChildren(...pictures.map(({ pixels, label }) => {
            const image = picture(bytes(pixels), 36);
            return el("button", { type: "button", "aria-label": `Picture of ${label}`, title: label, onclick: () => {
              items = [{ image: picture(bytes(pixels)), pixels: bytes(pixels) }];
              paint();
              look();
            } }, image);
          }));
        }

        /** Pixels of the model's size as a canvas. */
        function picture(pixels, size) {
          const canvas = el("canvas", { width: model.width, height: model.height });
          const context = canvas.getContext("2d");
          const data = context.createImageData(model.width, model.height);
          for (let i = 0; i < model.width * model.height; i += 1) {
            for (let c = 0; c < 3; c += 1) data.data[4 * i + c] = pixels[i * model.channels + (model.channels > 1 ? c : 0)];
            data.data[4 * i + 3] = 255;
          }
          context.putImageData(data, 0, 0);
          if (size) canvas.style.width = `${size}px`;
          return canvas;
        }

        // Drawing

        function pointers(pad) {
          const place = (event) => {
            const box = pad.getBoundingClientRect();
            return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
          };
          pad.addEventListener("pointerdown", (event) => {
            if (!model || event.button > 0) return;
            pad.setPointerCapture(event.pointerId);
            event.preventDefault();
            pad.focus({ preventScroll: true });
            begin(place(event));
          });
          pad.addEventListener("pointermove", (event) => {
            if (!stroke || !pad.hasPointerCapture(event.pointerId)) return;
            for (const one of event.getCoalescedEvents?.() ?? [event]) stroke.points.push(place(one));
            paint();
            look();
          });
          for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, () => { stroke = null; });
        }

        function begin(point) {
          stroke = { points: [point], size: Number(parts.pen.value) / 100, color: parts.ink.value };
          items.push(stroke);
          paint();
          look();
        }

        function key(event) {
          if (!model) return;
          const step = event.shiftKey ? 0.01 : 1 / 28;
          const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
          if (move) {
            cursor ??= { x: 0.5, y: 0.5, isDown: false };
            cursor.x = Math.min(1, Math.max(0, cursor.x + move[0]));
            cursor.y = Math.min(1, Math.max(0, cursor.y + move[1]));
            if (cursor.isDown && stroke) {
              stroke.points.push([cursor.x, cursor.y]);
              look();
            }
          } else if (event.key === " ") {
            cursor ??= { x: 0.5, y: 0.5, isDown: false };
            cursor.isDown = !cursor.isDown;
            if (cursor.isDown) begin([cursor.x, cursor.y]);
            else stroke = null;
          } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
            undo();
          } else if (event.key === "Delete" || event.key === "Backspace") {
            clear();
          } else if (event.key === "Escape") {
            cursor = null;
            stroke = null;
          } else {
            return;
          }
          event.preventDefault();
          paint();
        }

        function undo() {
          items.pop();
          stroke = null;
          if (cursor) cursor.isDown = false;
          paint();
          look();
        }

        function clear() {
          items = [];
          stroke = null;
          if (cursor) cursor.isDown = false;
          paint();
          look();
        }

        async function open(file) {
          if (!file || !model) return;
          try {
            const image = await createImageBitmap(file);
            items = [{ image }];
            paint();
            look();
          } catch {
            tell(`${file.name} is no picture that this browser reads`);
          }
        }

        /** The drawing alone, without the cursor. */
        function paintOn(context, width, height) {
          const isDark = parts.dark.checked;
          context.fillStyle = isDark ? "#fff" : "#000";
          context.fillRect(0, 0, width, height);
          for (const item of items) {
            if (item.image) {
              context.imageSmoothingEnabled = !item.pixels;
              context.imageSmoothingQuality = "high";
              context.drawImage(item.image, 0, 0, width, height);
              continue;
            }
            const ink = model.channels > 1 ? item.color : isDark ? "#000" : "#fff";
            context.strokeStyle = ink;
            context.fillStyle = ink;
            context.lineWidth = item.size * Math.min(width, height);
            context.lineCap = "round";
            context.lineJoin = "round";
            context.beginPath();
            const [x, y] = item.points[0];
            if (item.points.length === 1) {
              context.arc(x * width, y * height, context.lineWidth / 2, 0, 2 * Math.PI);
              context.fill();
            } else {
              context.moveTo(x * width, y * height);
              for (const [nextX, nextY] of item.points.slice(1)) context.lineTo(nextX * width, nextY * height);
              context.stroke();
            }
          }
        }

        function paint() {
          if (!model) return;
          const context = parts.pad.getContext("2d", { willReadFrequently: true });
          const { width, height } = parts.pad;
          paintOn(context, width, height);
          if (!cursor) return;
          context.strokeStyle = cursor.isDown ? "#d55e00" : "#56b4e9";
          context.lineWidth = 2;
          context.beginPath();
          context.arc(cursor.x * width, cursor.y * height, 7, 0, 2 * Math.PI);
          context.stroke();
        }

        // What the network gets

        /** The drawing as bytes of the model's size, [height][width][channels]. */
        function pixels() {
          if (items.length === 1 && items[0].pixels) return items[0].pixels;
          const canvas = el("canvas", { width: parts.pad.width, height: parts.pad.height });
          const context = canvas.getContext("2d", { willReadFrequently: true });
          paintOn(context, canvas.width, canvas.height);
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          const isCentered = model.channels === 1 && parts.centered.checked && !items.some((item) => item.image);
          const result = new Uint8Array(model.width * model.height * model.channels);
          for (let c = 0; c < model.channels; c += 1) {
            const values = new Float64Array(canvas.width * canvas.height);
            for (let i = 0; i < values.length; i += 1) {
              const [red, green, blue] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
              values[i] = model.channels > 1 ? data[4 * i + c] : 0.299 * red + 0.587 * green + 0.114 * blue;
            }
            const place = isCentered ? centering(values, canvas.width, canvas.height) : whole(canvas.width, canvas.height);
            const ground = parts.dark.checked && model.channels === 1 ? 255 : 0;
            shrink(values, canvas.width, canvas.height, place, ground).forEach((value, i) => {
              result[i * model.channels + c] = Math.round(Math.min(255, Math.max(0, value)));
            });
          }
          return result;
        }

        /** The whole picture as it is. */
        function whole(width, height) {
          return { left: 0, top: 0, stepX: width / model.width, stepY: height / model.height };
        }

        /** As MNIST's digits were made: the ink's box scaled to 20 of 28 pixels, its center of mass in the middle. */
        function centering(values, width, height) {
          const isDark = parts.dark.checked;
          let [left, right, top, bottom, mass, sumX, sumY] = [width, -1, height, -1, 0, 0, 0];
          for (let y = 0; y < height; y += 1) {
            for (let x = 0; x < width; x += 1) {
              const ink = isDark ? 255 - values[y * width + x] : values[y * width + x];
              if (ink < 30) continue;
              [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
              mass += ink;
              sumX += ink * (x + 0.5);
              sumY += ink * (y + 0.5);
            }
          }
          if (right < 0) return whole(width, height);
          // The 8x8 digits fill their pictures.
          const isFull = model.data === "digits";
          const share = isFull ? 1 : 20 / 28;
          const step = Math.max((right - left + 1) / (model.width * share), (bottom - top + 1) / (model.height * share));
          const [x, y] = isFull ? [(left + right + 1) / 2, (top + bottom + 1) / 2] : [sumX / mass, sumY / mass];
          return { left: x - model.width / 2 * step, top: y - model.height / 2 * step, stepX: step, stepY: step };
        }

        /** The mean of the part of the drawing that each pixel covers. */
        function shrink(values, width, height, { left, top, stepX, stepY }, ground) {
          // Sums over everything above and to the left.
          const sums = new Float64Array((width + 1) * (height + 1));
          for (let y = 0; y < height; y += 1) {
            let row = 0;
            for (let x = 0; x < width; x += 1) {
              row += values[y * width + x] - ground;
              sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
          }
          const at = (x, y) => {
            const [cx, cy] = [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
            const [ix, iy] = [Math.min(width - 1, Math.floor(cx)), Math.min(height - 1, Math.floor(cy))];
            const [fx, fy] = [cx - ix, cy - iy];
            const place = iy * (width + 1) + ix;
            return (sums[place] * (1 - fx) + sums[place + 1] * fx) * (1 - fy)
              + (sums[place + width + 1] * (1 - fx) + sums[place + width + 2] * fx) * fy;
          };
          const result = new Float64Array(model.width * model.height);
          for (let y = 0; y < model.height; y += 1) {
            for (let x = 0; x < model.width; x += 1) {
              const [x0, y0] = [left + x * stepX, top + y * stepY];
              const [x1, y1] = [x0 + stepX, y0 + stepY];
              result[y * model.width + x] = ground + (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / (stepX * stepY);
            }
          }
          return result;
        }

        // What the network says

        /** Asks for the newest drawing; while an answer is under way, once more afterwards. */
        async function look() {
          if (!model) return;
          if (isAsking) {
            isAskedAgain = true;
            return;
          }
          isAsking = true;
          const wanted = model.path;
          const sent = pixels();
          try {
            const found = await ask("/api/look", { path: wanted, pixels: base64(sent), ...(output === null ? {} : { output }) });
            if (model.path === wanted) {
              answer = { ...found, sent };
              show();
            }
          } catch (error) {
            if (model.path === wanted) parts.answer.replaceChildren(el("p", { class: "wrong" }, error.message));
          }
          isAsking = false;
          if (isAskedAgain) {
            isAskedAgain = false;
            look();
          }
        }

        function show() {
          if (!answer || !model) return;
          const { outputs, names } = answer;
          const focus = parts.answer.contains(document.activeElement) ? document.activeElement.dataset.output : null;
          const order = outputs.map((_, i) => i).sort((a, b) => outputs[b] - outputs[a]).slice(0, 20);
          const best = order[0];
          const isEmpty = !items.length;
          const percent = (value) => `${(100 * value).toFixed(1)} %`;
          const heading = isEmpty ? "Draw something" : answer.probabilities ? names[best] : `${names[0] ?? "output"}: ${short(outputs[0])}`;
          const shownOrder = outputs.length <= 12 ? outputs.map((_, i) => i) : order;
          const bars = el("div", { class: "bars", id: "bars" }, ...shownOrder.flatMap((i) => {
            const isBest = i === best && !isEmpty;
            return [
              el("button", {
                type: "button", class: isBest ? "best" : "", "data-output": i, "aria-pressed": answer.saliency.output === i, title: "Show what speaks for it",
                onclick: () => { output = output === i ? null : i; look(); },
              }, names[i] ?? `output ${i + 1}`),
              answer.probabilities ? el("progress", { max: 1, value: outputs[i] ?? 0, "aria-label": names[i] }) : el("span"),
              el("span", { class: isBest ? "best" : "" }, answer.probabilities ? percent(outputs[i]) : short(outputs[i])),
            ];
          }));
          parts.answer.replaceChildren(
            el("div", { class: "card" }, el("div", { class: "big", id: "top-class", role: "status" }, heading), el("p", { class: "quiet" }, answer.probabilities ? "What it takes it for. Press a class to see what speaks for it." : "What it predicts."), bars),
            el("div", { class: "card" }, el("div", { class: "pictures" },
              el("figure", {}, grow(picture(answer.sent), 168), el("figcaption", {}, "What it sees")),
              el("figure", {}, heat(answer.saliency.values), el("figcaption", {}, `What speaks for ${names[answer.saliency.output] ?? "it"} (blue) and against (orange)`)),
              el("figure", {}, heat(answer.saliency.gradient), el("figcaption", {}, "What would change it: more light (blue), less (orange)")))),
            el("div", { class: "card" }, el("h3", {}, "Layers"), ...answer.layers.map(layer)));
          if (focus !== null && focus !== undefined) parts.answer.querySelector(`[data-output="${focus}"]`)?.focus({ preventScroll: true });
        }

        function grow(canvas, size) {
          canvas.style.width = `${size}px`;
          return canvas;
        }

        /** Numbers as colors: blue above 0, orange below, nothing at 0. */
        function heat(values) {
          return grow(colored(values, model.width, model.height), 168);
        }

        function colored(values, width, height) {
          const canvas = el("canvas", { width, height });
          const context = canvas.getContext("2d");
          const data = context.createImageData(width, height);
          const most = Math.max(1e-12, ...values.map((value) => Math.abs(value ?? 0)));
          const [ground, above, below] = [color("--card"), color("--s0"), color("--s1")];
          for (let i = 0; i < width * height; i += 1) {
            const value = values[i] ?? null;
            const share = value === null ? 0 : Math.abs(value) / most;
            const ink = value < 0 ? below : above;
            for (let c = 0; c < 3; c += 1) data.data[4 * i + c] = ground[c] + (ink[c] - ground[c]) * share;
            data.data[4 * i + 3] = i < values.length ? 255 : 0;
          }
          context.putImageData(data, 0, 0);
          return canvas;
        }

        function layer({ name, count, values }) {
          const width = Math.min(values.length, values.length <= 32 ? values.length : Math.ceil(Math.sqrt(values.length * 4)));
          const height = Math.ceil(values.length / width);
          const cell = Math.max(4, Math.min(16, Math.floor(440 / width)));
          const canvas = grow(colored(values, width, height), width * cell);
          canvas.style.maxWidth = "100%";
          canvas.style.imageRendering = "pixelated";
          const cut = count > values.length ? `, the first ${values.length} shown` : "";
          return el("figure", { class: "layer-picture" }, el("figcaption", {}, `${name}: ${count.toLocaleString("en")} numbers, up to ${short(Math.max(...values.map((v) => Math.abs(v ?? 0))))}${cut}`), canvas);
        }

        """##
      ),
      (
        name: "icon.svg",
        text: ##"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0072b2"/><path d="M2 3c2 6 3 9 6 9 2 0 3-2 6-2" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>

        """##
      ),
      (
        name: "index.html",
        text: ##"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="descent-token" content="DESCENT-TOKEN">
        <title>Descent</title>
        <link rel="icon" href="/icon.svg">
        <link rel="stylesheet" href="/style.css">
        <script type="module" src="/main.js"></script>
        </head>
        <body>
        <header>
        <h1>Descent</h1>
        <nav aria-label="Views">
        <a href="#runs">Runs</a>
        <a href="#draw">Draw</a>
        <a href="#playground">Playground</a>
        </nav>
        <p id="connection" role="status"></p>
        </header>
        <noscript><p>This page needs JavaScript. It is served by your own machine and loads nothing from elsewhere.</p></noscript>
        <main>
        <section id="runs-view" aria-label="Runs">
        <div class="bar">
        <label>Filter <input id="filter" type="search" placeholder="name, data, state" autocomplete="off" spellcheck="false"></label>
        <span id="run-count" role="status"></span>
        <button id="clear-selection" type="button">Select none</button>
        </div>
        <div class="scroll table" id="run-table" tabindex="-1"></div>
        <button id="more-runs" type="button" hidden></button>
        <div id="run-notes"></div>
        <div class="bar" id="curve-bar" hidden>
        <h2 id="curve-title">Curves</h2>
        <label><input id="log-scale" type="checkbox"> logarithmic</label>
        </div>
        <ul class="legend" id="legend" aria-label="Selected runs"></ul>
        <div class="charts" id="curves"></div>
        <div id="settings"></div>
        </section>
        <section id="draw-view" aria-label="Draw" hidden></section>
        <section id="playground-view" aria-label="Playground" hidden></section>
        </main>
        <div id="alert" role="alert" hidden></div>
        </body>
        </html>

        """##
      ),
      (
        name: "main.js",
        text: ##"""
        // Which view is shown; each begins its work when it is first looked at.

        import { startRuns } from "./runs.js";
        import { startDraw } from "./draw.js";
        import { startPlayground } from "./playground.js";

        const views = { runs: startRuns, draw: startDraw, playground: startPlayground };
        const started = new Set();

        function show() {
          const wanted = location.hash.slice(1).split(/[=?]/)[0];
          const name = wanted in views ? wanted : "runs";
          for (const other of Object.keys(views)) {
            document.getElementById(`${other}-view`).hidden = other !== name;
            const link = document.querySelector(`nav a[href="#${other}"]`);
            if (other === name) link.setAttribute("aria-current", "page");
            else link.removeAttribute("aria-current");
          }
          document.title = `${name[0].toUpperCase()}${name.slice(1)} · Descent`;
          if (!started.has(name)) {
            started.add(name);
            views[name](document.getElementById(`${name}-view`));
          } else {
            document.getElementById(`${name}-view`).dispatchEvent(new Event("shown"));
          }
        }

        addEventListener("hashchange", show);
        show();

        """##
      ),
      (
        name: "playground.js",
        text: ##"""
        // The playground: points in the plane, a network of your own, and what it makes of the plane while it
        // trains on the server.

        import { ask, bytes, color, el, onColors, short, tell } from "./shared.js";
        import { Chart } from "./chart.js";

        const activations = ["relu", "tanh", "sigmoid", "leaky-relu", "elu", "selu", "gelu", "silu", "softplus", "linear", "softmax"];
        const optimizers = ["adam", "adamw", "sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adadelta", "adamax", "nadam"];
        const inputNames = ["x", "y", "x²", "y²", "xy", "sin x", "sin y"];
        const kinds = {
          dense: { units: 8, activation: "tanh" },
          residual: { units: 8, activation: "relu" },
          activation: { function: "relu" },
          dropout: { rate: 0.1 },
          "batch-normalization": {},
          "layer-normalization": {},
        };
        const data = {
          spirals: { label: "spirals", rows: 400, noise: 0.02, classes: 3 },
          xor: { label: "xor", rows: 300, noise: 0.15 },
          moons: { label: "moons", rows: 300, noise: 0.1 },
          circles: { label: "circles", rows: 300, noise: 0.05 },
          blobs: { label: "blobs", rows: 300, noise: 1, classes: 3 },
          points: { label: "own points" },
          table: { label: "a CSV file" },
        };

        let state = {
          data: { kind: "spirals", rows: 400, noise: 0.02, classes: 3, seed: 0 },
          test: 0.3, inputs: ["x", "y"],
          layers: [{ kind: "dense", units: 16, activation: "tanh" }, { kind: "dense", units: 16, activation: "tanh" }],
          optimizer: "adam", learningRate: 0.01, batchSize: 16, l1: 0, l2: 0, weightDecay: 0, seed: 0,
        };
        const parts = {};
        const fields = new Map(); // field -> its element
        let tables = [];
        let own = []; // points that were clicked: [x, y, class], from -1 to 1
        let ownClass = 0;
        let cursor = null;
        let session = null; // {id, source}
        let opening = null;
        let frame = null;
        let isPlaying = false;
        let curves = { x: [], train: [], test: [] };
        let chart;
        let waiting;

        export async function startPlayground(view) {
          view.classList.add("columns");
          recall();
          chart = new Chart("loss");
          build(view);
          onColors(draw);
          document.addEventListener("visibilitychange", draw);
          try {
            tables = (await ask("/api/tables")).tables;
          } catch (error) {
            tell(error.message);
          }
          drawData();
          drawLayers();
          begin(false);
        }

        // The page

        function build(view) {
          parts.data = el("fieldset", { id: "data-fields" });
          parts.inputs = el("fieldset", {}, el("legend", {}, "What the network takes"), el("div", { class: "choices" }, ...inputNames.map((name) =>
            el("label", {}, el("input", { type: "checkbox", value: name, checked: state.inputs.includes(name), onchange: () => {
              state.inputs = [...parts.inputs.querySelectorAll("input:checked")].map((box) => box.value);
              changed(true);
            } }), ` ${name}`))));
          fields.set("inputs", parts.inputs);
          parts.layers = el("div", { id: "layers" });
          fields.set("layers", parts.layers);
          parts.training = el("fieldset", {}, el("legend", {}, "Training"), el("div", { class: "fields" },
            choice("optimizer", "Optimizer", optimizers, state.optimizer, (value) => { state.optimizer = value; }),
            number("learningRate", "Learning rate", state, "learningRate", 0.001),
            number("batchSize", "Batch size", state, "batchSize", 1),
            number("l1", "L1", state, "l1", 0.0001), number("l2", "L2", state, "l2", 0.0001),
            number("weightDecay", "Weight decay", state, "weightDecay", 0.0001),
            number("seed", "Seed of the weights", state, "seed", 1)));
          parts.play = el("button", { type: "button", class: "main", id: "play", onclick: () => control(isPlaying ? "pause" : "play") }, "Train");
          parts.figures = el("dl", { class: "figures", id: "figures" });
          parts.plane = el("canvas", { class: "plane", id: "plane", width: 400, height: 400, tabindex: 0, role: "img" });
          parts.classes = el("div", { class: "choices", id: "own-classes" });
          parts.fault = el("p", { class: "wrong", role: "alert", id: "play-fault" });
          view.append(
            el("div", {}, el("div", { class: "card" }, parts.data), el("div", { class: "card" }, parts.inputs), el("div", { class: "card" }, parts.training)),
            el("div", {}, el("div", { class: "card" }, el("h3", {}, "Network"), parts.layers,
              el("button", { type: "button", id: "add-layer", onclick: () => { state.layers.push({ kind: "dense", ...kinds.dense }); drawLayers(); changed(true); } }, "Add a layer"),
              el("p", { class: "quiet", id: "network-note" }))),
            el("div", { class: "plot" },
              el("div", { class: "row" }, parts.play,
                el("button", { type: "button", id: "step", onclick: () => control("step") }, "Step"),
                el("button", { type: "button", id: "reset", onclick: () => begin(true) }, "Reset")),
              parts.fault, parts.figures, parts.plane, parts.classes, chart.figure));
          parts.plane.addEventListener("pointerdown", (event) => {
            if (state.data.kind !== "points") return;
            const box = parts.plane.getBoundingClientRect();
            addPoint((event.clientX - box.left) / box.width * 2 - 1, 1 - (event.clientY - box.top) / box.height * 2);
          });
          parts.plane.addEventListener("keydown", planeKey);
        }

        function number(field, label, place, name, step) {
          const input = el("input", { type: "number", step: "any", min: 0, value: place[name], "data-step": step, oninput: () => {
            place[name] = input.value === "" ? null : Number(input.value);
            changed(field.startsWith("data") || field === "seed");
          } });
          return mark(field, el("label", {}, label, input));
        }

        function choice(field, label, values, value, take, isNew = false) {
          const select = el("select", { onchange: () => { take(select.value); changed(isNew); } },
            ...values.map((one) => el("option", { value: one.value ?? one, selected: (one.value ?? one) === value }, one.label ?? one)));
          return mark(field, el("label", {}, label, select));
        }

        function mark(field, element) {
          fields.set(field, element);
          return element;
        }

        // Data

        function drawData() {
          const kind = state.data.kind;
          const list = Object.entries(data).filter(([name]) => name !== "table" || tables.length).map(([value, { label }]) => ({ value, label }));
          const kindField = choice("data", "Data", list, kind, (value) => {
            state.data = { kind: value, ...data[value], seed: state.data.seed ?? 0 };
            delete state.data.label;
            if (value === "table") pickTable(tables[0].name);
            drawData();
          }, true);
          const more = [];
          if ("rows" in data[kind]) {
            more.push(number("data.rows", "Points", state.data, "rows", 10), number("data.noise", "Noise", state.data, "noise", 0.01));
            if ("classes" in data[kind]) more.push(number("data.classes", "Classes", state.data, "classes", 1));
            more.push(number("data.seed", "Seed of the points", state.data, "seed", 1));
          }
          if (kind === "table") {
            const table = tables.find((one) => one.name === state.data.table) ?? tables[0];
            more.push(choice("data.table", "File", tables.map((one) => one.name), table.name, (value) => { pickTable(value); drawData(); }, true));
            for (const [key, label] of [["x", "x"], ["y", "y"], ["target", "Class"]]) {
              more.push(choice(`data.${key}`, label, table.columns ?? [], state.data[key], (value) => { state.data[key] = value; }, true));
            }
            if (table.error) more.push(el("span", { class: "wrong" }, table.error));
          }
          more.push(number("test", "Share held out to test", state, "test", 0.05));
          parts.data.replaceChildren(el("legend", {}, "Points"), el("div", { class: "fields" }, kindField, ...more));
          drawOwn();
        }

        function pickTable(name) {
          const columns = tables.find((one) => one.name === name)?.columns ?? [];
          Object.assign(state.data, { kind: "table", table: name, x: columns[0] ?? "", y: columns[1] ?? "", target: columns.at(-1) ?? "" });
        }

        /** The classes to choose from for points of one's own. */
        function drawOwn() {
          const isOwn = state.data.kind === "points";
          parts.plane.setAttribute("aria-label", isOwn
            ? "Plane. Click to add a point of the chosen class; or move with the arrow keys and press space." : "Plane: which class the network gives where");
          parts.plane.style.cursor = isOwn ? "crosshair" : "";
          parts.classes.replaceChildren(...(isOwn ? [
            ...[0, 1, 2, 3, 4, 5, 6, 7].map((index) => el("label", { class: `c${index}` },
              el("input", { type: "radio", name: "own-class", checked: index === ownClass, onchange: () => { ownClass = index; } }), ` class ${index + 1}`)),
            el("button", { type: "button", class: "small", id: "undo-point", onclick: () => { own.pop(); pointsChanged(); } }, "Undo"),
            el("button", { type: "button", class: "small", id: "clear-points", onclick: () => { own = []; pointsChanged(); } }, "Clear")] : []));
          if (isOwn) pointsChanged();
        }

        function addPoint(x, y) {
          own.push([Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000, ownClass]);
          pointsChanged();
        }

        function pointsChanged() {
          const counts = new Map();
          for (const point of own) counts.set(point[2], (counts.get(point[2]) ?? 0) + 1);
          if (own.length < 8 || counts.size < 2 || [...counts.values()].some((count) => count < 3)) {
            stop();
            opening = null;
            frame = null;
            parts.fault.textContent = "Click points of two classes or more into the plane, three of each at least and eight in all.";
            draw();
            return;
          }
          changed(true);
        }

        function planeKey(event) {
          if (state.data.kind !== "points") return;
          const move = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] }[event.key];
          cursor ??= { x: 0, y: 0 };
          if (move) {
            cursor.x = Math.min(1, Math.max(-1, cursor.x + move[0]));
            cursor.y = Math.min(1, Math.max(-1, cursor.y + move[1]));
          } else if (event.key === " ") {
            addPoint(cursor.x, cursor.y);
          } else {
            return;
          }
          event.preventDefault();
          draw();
        }

        // Layers

        function drawLayers() {
          for (const field of [...fields.keys()]) if (field.startsWith("layers.")) fields.delete(field);
          parts.unitPlaces = [];
          parts.layers.replaceChildren(...state.layers.map((layer, index) => {
            const label = `layer ${index + 1}`;
            const kind = el("select", { "aria-label": `Kind of ${label}`, onchange: () => {
              state.layers[index] = { kind: kind.value, ...kinds[kind.value] };
              drawLayers();
              changed(true);
            } }, ...Object.keys(kinds).map((name) => el("option", { selected: name === layer.kind }, name)));
            const row = el("div", {}, kind);
            if ("units" in kinds[layer.kind]) row.append(layerNumber(layer, "units", label));
            if ("rate" in kinds[layer.kind]) row.append(layerNumber(layer, "rate", label));
            for (const name of ["activation", "function"]) {
              if (!(name in kinds[layer.kind])) continue;
              const select = el("select", { "aria-label": `Activation of ${label}`, onchange: () => { layer[name] = select.value; changed(true); } },
                ...activations.map((one) => el("option", { selected: one === layer[name] }, one)));
              row.append(select);
            }
            const act = (text, title, isOff, f) => el("button", { type: "button", "aria-label": `${title} ${label}`, title, disabled: isOff, onclick: () => { f(); drawLayers(); changed(true); } }, text);
            row.append(el("span", { class: "moves" },
              act("↑", "Move up", index === 0, () => swap(index, index - 1)),
              act("↓", "Move down", index === state.layers.length - 1, () => swap(index, index + 1)),
              act("✕", "Remove", false, () => state.layers.splice(index, 1))));
            const units = el("div", { class: "units", "aria-hidden": "true" });
            parts.unitPlaces.push(units);
            return mark(`layers.${index}`, el("div", { class: "layer" }, row, units));
          }));
        }

        function layerNumber(layer, name, label) {
          const input = el("input", { type: "number", step: "any", min: 0, value: layer[name], "aria-label": `${name} of ${label}`, oninput: () => {
            layer[name] = input.value === "" ? null : Number(input.value);
            changed(true);
          } });
          return el("label", {}, name, input);
        }

        function swap(a, b) {
          [state.layers[a], state.layers[b]] = [state.layers[b], state.layers[a]];
        }

        /** The layers as the server's catalog has them. */
        function catalogLayers() {
          let width = state.inputs.length;
          return state.layers.map((layer) => {
            const { kind, units, activation } = layer;
            if (kind === "residual") {
              return { kind, layers: [{ kind: "dense", units, activation }, { kind: "dense", units: width }] };
            }
            if (kind === "dense") width = units;
            return { ...layer };
          });
        }

        /** Which rows of the network belong to which row of the editor: a residual layer runs as three. */
        function unitRows() {
          const rows = [];
          state.layers.forEach((layer, index) => {
            for (let i = 0; i < (layer.kind === "residual" ? 3 : 1); i += 1) rows.push(index);
          });
          return rows;
        }

        // Training

        /** Another network begins anew; other settings of the training go on with its weights. */
        function changed(isNew) {
          clearTimeout(waiting);
          waiting = setTimeout(() => begin(isNew, isPlaying), 250);
        }

        async function begin(isNew, plays = false) {
          clearTimeout(waiting);
          remember();
          const earlier = session?.id;
          const request = {
            ...state, layers: catalogLayers(),
            data: state.data.kind === "points" ? { kind: "points", points: own } : state.data,
            ...(isNew || !earlier ? {} : { from: earlier }),
          };
          const answer = await ask("/api/playground", request).catch((error) => ({ faults: [{ field: "", message: error.message }] }));
          showFaults(answer.faults ?? []);
          if (answer.faults) {
            stop();
            return;
          }
          stop();
          listen(answer.id, isNew || !earlier);
          if (plays) control("play");
        }

        function stop() {
          session?.source.close();
          session = null;
          setPlaying(false);
        }

        function listen(id, isNew) {
          const source = new EventSource(`/api/playground/events?id=${encodeURIComponent(id)}`);
          session = { id, source };
          source.addEventListener("opening", (event) => {
            opening = JSON.parse(event.data);
            if (isNew || opening.epochsBefore === 0) curves = { x: [], train: [], test: [] };
            document.getElementById("network-note").textContent =
              `then ${opening.classes.length} outputs, one for each class: ${opening.parameters.toLocaleString("en")} parameters`;
          });
          source.addEventListener("frame", (event) => {
            if (session?.source !== source) return;
            frame = JSON.parse(event.data);
            setPlaying(frame.playing);
            parts.fault.textContent = frame.error ?? (frame.over ? "This is as far as it goes: Reset begins anew." : "");
            if (curves.x.at(-1) !== frame.epoch && frame.trainLoss !== null) {
              curves.x.push(frame.epoch);
              curves.train.push(frame.trainLoss);
              curves.test.push(frame.testLoss ?? null);
            }
            if (!document.hidden) draw();
          });
          // The server ends what nobody listens to: there is nothing to go on with.
          source.onerror = () => {
            source.close();
            if (session?.source !== source) return;
            session = null;
            setPlaying(false);
            parts.fault.textContent = "The training is over: the connection was lost. Reset begins anew.";
          };
        }

        async function control(action) {
          if (!session) {
            await begin(true, action === "play");
            if (action !== "step" || !session) return;
          }
          try {
            await ask("/api/playground/control", { id: session.id, action });
            setPlaying(action === "play");
          } catch (error) {
            parts.fault.textContent = error.message;
          }
        }

        function setPlaying(value) {
          isPlaying = value;
          parts.play.textContent = value ? "Pause" : "Train";
        }

        /** Each fault stands at its field. */
        function showFaults(faults) {
          for (const element of fields.values()) {
            element.querySelector(":scope > .wrong")?.remove();
            element.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
          }
          parts.fault.textContent = "";
          faults.forEach(({ field, message }, index) => {
            const place = fields.get(field) ?? (field.startsWith("data") ? fields.get("data") : null);
            if (!place) {
              parts.fault.textContent = message;
              return;
            }
            const id = `wrong-${index}`;
            place.append(el("span", { class: "wrong", id }, message));
            const input = place.querySelector("input, select:only-of-type") ?? place.querySelector("select");
            input?.setAttribute("aria-invalid", "true");
            input?.setAttribute("aria-describedby", id);
          });
        }

        // The settings stand in the address, so that it can be kept.

        function remember() {
          history.replaceState(null, "", `#playground=${encodeURIComponent(JSON.stringify(state.data.kind === "points" ? { ...state, own } : state))}`);
        }

        function recall() {
          const text = location.hash.split("=").slice(1).join("=");
          if (!text) return;
          try {
            const kept = JSON.parse(decodeURIComponent(text));
            if (!(kept.data?.kind in data) || !Array.isArray(kept.layers)) return;
            own = Array.isArray(kept.own) ? kept.own.filter((point) => Array.isArray(point) && point.length === 3) : [];
            delete kept.own;
            kept.layers = kept.layers.filter((layer) => layer.kind in kinds);
            state = { ...state, ...kept };
          } catch { /* An address that somebody cut off. */ }
        }

        // Drawing

        function draw() {
          drawPlane();
          drawUnits();
          drawFigures();
          const series = [{ name: "training", x: curves.x, y: curves.train, color: 0, dash: 0 }];
          if (curves.test.some((value) => value !== null)) series.push({ name: "test", x: curves.x, y: curves.test, color: 1, dash: 1 });
          chart.show(series);
        }

        function drawFigures() {
          const list = frame ? [
            ["epoch", frame.epoch.toLocaleString("en")],
            ["training loss", short(frame.trainLoss)], ["test loss", short(frame.testLoss)],
            ["parameters", (opening?.parameters ?? 0).toLocaleString("en")],
            ["training right", share(frame.trainAccuracy)], ["test right", share(frame.testAccuracy)],
          ] : [];
          parts.figures.replaceChildren(...list.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", { "data-figure": name }, value))));
        }

        function share(value) {
          return value === null || value === undefined ? "–" : `${(100 * value).toFixed(1)} %`;
        }

        function drawPlane() {
          const context = parts.plane.getContext("2d");
          const { width, height } = parts.plane;
          context.fillStyle = `rgb(${color("--card")})`;
          context.fillRect(0, 0, width, height);
          if (frame && opening) {
            const cells = bytes(frame.plane);
            const { side } = opening;
            const image = new ImageData(side, side);
            const ground = color("--ground");
            const inks = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => color(`--s${index}`));
            const least = 255 / opening.classes.length;
            for (let i = 0; i < side * side; i += 1) {
              const ink = inks[cells[2 * i]];
              const strength = Math.max(0, (cells[2 * i + 1] - least) / (255 - least)) * 0.6;
              for (let c = 0; c < 3; c += 1) image.data[4 * i + c] = ground[c] + (ink[c] - ground[c]) * strength;
              image.data[4 * i + 3] = 255;
            }
            const small = el("canvas", { width: side, height: side });
            small.getContext("2d").putImageData(image, 0, 0);
            context.imageSmoothingEnabled = true;
            context.drawImage(small, 0, 0, width, height);
          }
          const isOwn = state.data.kind === "points";
          const bounds = isOwn && !opening ? [-1, 1, -1, 1] : opening?.bounds;
          if (!bounds) return;
          const [left, right, low, high] = bounds;
          // Those that were clicked just now are not on the server yet.
          const points = isOwn && opening?.points.length !== own.length ? own.map((point) => [...point, 0]) : opening.points;
          for (const [x, y, label, isTest] of points) {
            point(context, (x - left) / (right - left) * width, height - (y - low) / (high - low) * height, label, isTest);
          }
          if (isOwn && cursor) {
            context.strokeStyle = `rgb(${color("--text")})`;
            context.strokeRect((cursor.x - left) / (right - left) * width - 5, height - (cursor.y - low) / (high - low) * height - 5, 10, 10);
          }
        }

        /** Each class has a color and a shape; test points are hollow. */
        function point(context, x, y, label, isTest) {
          const size = 4.5;
          context.beginPath();
          if (label % 4 === 0) context.arc(x, y, size, 0, 2 * Math.PI);
          else if (label % 4 === 1) context.rect(x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1);
          else {
            const corners = label % 4 === 2 ? [[0, -1.2], [1.1, 0.9], [-1.1, 0.9]] : [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]];
            corners.forEach(([dx, dy], i) => (i ? context.lineTo(x + dx * size, y + dy * size) : context.moveTo(x + dx * size, y + dy * size)));
            context.closePath();
          }
          const ink = `rgb(${color(`--s${label % 8}`)})`;
          context.fillStyle = isTest ? `rgb(${color("--ground")})` : ink;
          context.fill();
          context.lineWidth = isTest ? 2 : 1;
          context.strokeStyle = isTest ? ink : `rgb(${color("--ground")})`;
          context.stroke();
        }

        function drawUnits() {
          if (!frame || !opening) return;
          const rows = unitRows();
          const places = new Map();
          frame.units.forEach((unit, index) => {
            // Of a residual layer, what comes out.
            if (rows[index] !== undefined) places.set(rows[index], unit);
          });
          parts.unitPlaces.forEach((place, index) => {
            const unit = places.get(index);
            const wanted = unit?.shown ?? 0;
            while (place.children.length > wanted) place.lastChild.remove();
            while (place.children.length < wanted) place.append(el("canvas", { width: opening.unitSide, height: opening.unitSide }));
            if (unit) paintUnits(place, bytes(unit.cells));
          });
        }

        function paintUnits(place, cells) {
          const side = opening.unitSide;
          const [ground, above, below] = [color("--ground"), color("--s0"), color("--s1")];
          [...place.children].forEach((canvas, number) => {
            const image = new ImageData(side, side);
            for (let i = 0; i < side * side; i += 1) {
              const value = (cells[number * side * side + i] - 128) / 127;
              const ink = value < 0 ? below : above;
              for (let c = 0; c < 3; c += 1) image.data[4 * i + c] = ground[c] + (ink[c] - ground[c]) * Math.abs(value);
              image.data[4 * i + 3] = 255;
            }
            canvas.getContext("2d").putImageData(image, 0, 0);
          });
        }

        """##
      ),
      (
        name: "runs.js",
        text: ##"""
        // The table of runs, their curves, and what differs in their settings.

        import { ask, duration, el, short, tell } from "./shared.js";
        import { Chart } from "./chart.js";

        const runs = new Map(); // path -> {summary, row, curves}
        const chosen = []; // paths, in the order in which they were chosen
        const page = 200; // rows that are shown at a time
        let shownRows = page;
        let sorting = { key: "started", isDown: true };
        let columns = [];
        let isScheduled = false;
        let hasChosen = false;
        const charts = new Map();

        const preferred = ["loss", "accuracy", "val_loss", "val_accuracy", "test_accuracy", "test_loss"];
        const fixed = [
          { key: "name", label: "Run", isText: true },
          { key: "state", label: "State", isText: true },
          { key: "data", label: "Data", isText: true },
          { key: "epochs", label: "Epoch" },
        ];
        const last = [
          { key: "started", label: "When" },
          { key: "seconds", label: "Time" },
        ];

        export function startRuns(view) {
          document.getElementById("filter").addEventListener("input", () => {
            shownRows = page;
            schedule();
          });
          document.getElementById("clear-selection").addEventListener("click", () => {
            chosen.length = 0;
            choose();
          });
          document.getElementById("more-runs").addEventListener("click", () => {
            shownRows += page;
            schedule();
          });
          document.getElementById("log-scale").addEventListener("change", drawCurves);
          view.addEventListener("shown", schedule);
          watchVisibility();
          listen();
        }

        // What the server tells

        let source = null;
        let lastEvent = null;

        /** A browser has few connections to one server: a page in the background gives its own back. */
        function watchVisibility() {
          setInterval(() => { if (document.hidden) ask("/api/alive").catch(() => {}); }, 20_000);
          document.addEventListener("visibilitychange", () => {
            source?.close();
            if (document.hidden) ask("/api/alive").catch(() => {});
            else listen();
          });
        }

        function listen() {
          source?.close();
          source = new EventSource(lastEvent ? `/events?last=${encodeURIComponent(lastEvent)}` : "/events");
          const connection = document.getElementById("connection");
          source.onopen = () => { connection.textContent = ""; };
          source.onerror = () => {
            connection.textContent = "The page's server is gone; what is shown may be old. Start it again with: descent dashboard";
            // A server that was started again knows another token.
            if (source.readyState === EventSource.CLOSED && !document.hidden) setTimeout(listen, 3000);
          };
          const on = (name, take) => source.addEventListener(name, (event) => {
            lastEvent = event.lastEventId || lastEvent;
            take(JSON.parse(event.data));
          });
          on("runs", (all) => takeAll(all));
          on("run", (summary) => takeOne(summary));
          on("gone", ({ path }) => {
            runs.get(path)?.row?.remove();
            runs.delete(path);
            const place = chosen.indexOf(path);
            if (place >= 0) {
              chosen.splice(place, 1);
              choose();
            }
            schedule();
          });
          on("epochs", (news) => grow(news));
        }

        function takeAll({ runs: list, notes }) {
          const paths = new Set(list.map((run) => run.path));
          for (const [path, run] of runs) {
            if (paths.has(path)) continue;
            run.row?.remove();
            runs.delete(path);
          }
          for (const summary of list) takeOne(summary);
          for (let i = chosen.length - 1; i >= 0; i -= 1) if (!runs.has(chosen[i])) chosen.splice(i, 1);
          document.getElementById("run-notes").replaceChildren(...notes.map((note) => el("p", { class: "quiet" }, note)));
          // What was missed while nobody listened.
          for (const path of chosen) load(path);
          if (!hasChosen && !chosen.length && list.length) {
            const newest = list.toSorted((a, b) => (b.state === "running") - (a.state === "running") || b.started - a.started)[0];
            chosen.push(newest.path);
            choose();
          }
          schedule();
        }

        function takeOne(summary) {
          const run = runs.get(summary.path) ?? { curves: null };
          run.summary = summary;
          run.isOld = true;
          runs.set(summary.path, run);
          if (!hasChosen && !chosen.length) {
            chosen.push(summary.path);
            choose();
          }
          schedule();
        }

        /** New epochs of a run; where some are missing, the curves are asked for as a whole. */
        function grow({ path, from, epochs, columns: news }) {
          const run = runs.get(path);
          if (!run?.curves || !chosen.includes(path)) {
            if (run) run.curves = null;
            return;
          }
          const most = 4000;
          const isLarge = Object.values(run.curves.columns).some((curve) => curve.x.length > most);
          if (!news || from !== run.curves.epochs || isLarge) {
            load(path);
            return;
          }
          for (const [name, values] of Object.entries(news)) {
            if (name === "steps") continue;
            run.curves.columns[name] ??= { x: [], y: [] };
            values.forEach((value, index) => {
              if (value === null) return;
              run.curves.columns[name].x.push(from + index + 1);
              run.curves.columns[name].y.push(value);
            });
          }
          run.curves.epochs = epochs;
          scheduleCurves();
        }

        async function load(path) {
          const run = runs.get(path);
          if (!run || run.isLoading) {
            if (run) run.isAskedAgain = true;
            return;
          }
          run.isLoading = true;
          try {
            run.curves = await ask(`/api/curves?path=${encodeURIComponent(path)}&points=600`);
          } catch (error) {
            tell(error.message);
          }
          run.isLoading = false;
          if (run.isAskedAgain) {
            run.isAskedAgain = false;
            load(path);
          }
          scheduleCurves();
          showSettings();
        }

        // The table

        function schedule() {
          if (isScheduled) return;
          isScheduled = true;
          setTimeout(() => requestAnimationFrame(() => {
            isScheduled = false;
            drawTable();
          }), 60);
        }

        function value(summary, key) {
          return key in summary ? summary[key] : summary.figures[key];
        }

        function drawTable() {
          const words = document.getElementById("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
          const all = [...runs.values()];
          const found = all.filter(({ summary }) => {
            const text = `${summary.path} ${summary.data} ${summary.state}`.toLowerCase();
            return words.every((word) => text.includes(word));
          });
          found.sort(compare);
          document.getElementById("run-count").textContent =
            runs.size === 0 ? "No runs yet: begin one with descent train digits" : found.length === all.length
              ? `${all.length.toLocaleString("en")} run${all.length === 1 ? "" : "s"}`
              : `${found.length.toLocaleString("en")} of ${all.length.toLocaleString("en")} runs`;
          const used = new Set(all.flatMap(({ summary }) => Object.keys(summary.figures)));
          const figures = [...preferred.filter((name) => used.has(name)),
            ...[...used].filter((name) => !preferred.includes(name) && name !== "learning_rate").sort()].slice(0, 6);
          const names = figures.join("\n");
          const table = document.querySelector("#run-table table") ?? makeTable();
          if (names !== columns.join("\n") || !table.tHead.rows.length) {
            columns = figures;
            drawHead(table);
            for (const run of all) run.isOld = true;
          }
          const visible = found.slice(0, shownRows);
          for (const run of visible) drawRow(run);
          const body = table.tBodies[0];
          const rows = visible.map((run) => run.row);
          const isSame = body.rows.length === rows.length && rows.every((row, i) => body.rows[i] === row);
          if (!isSame) {
            const focused = document.activeElement;
            body.replaceChildren(...rows);
            if (focused && focused !== document.activeElement && body.contains(focused)) focused.focus({ preventScroll: true });
          }
          const more = document.getElementById("more-runs");
          more.hidden = found.length <= shownRows;
          more.textContent = `Show ${Math.min(page, found.length - shownRows)} more of ${(found.length - shownRows).toLocaleString("en")}`;
        }

        function compare({ summary: a }, { summary: b }) {
          const [x, y] = [value(a, sorting.key), value(b, sorting.key)];
          // What is missing comes last either way.
          if (x === undefined || y === undefined || x === null || y === null) {
            return (x === undefined || x === null) - (y === undefined || y === null) || order(a.path, b.path);
          }
          const result = typeof x === "string" ? order(x, y) : x - y;
          return (sorting.isDown ? -result : result) || order(b.path, a.path);
        }

        const order = new Intl.Collator("en", { numeric: true }).compare;

        function makeTable() {
          const table = el("table", { "aria-label": "Runs" }, el("thead"), el("tbody"));
          document.getElementById("run-table").replaceChildren(table);
          return table;
        }

        function drawHead(table) {
          const heads = [...fixed, ...columns.map((key) => ({ key, label: key.replaceAll("_", " ") })), ...last];
          const acts = el("th", { scope: "col", class: "left" }, el("span", { class: "hidden" }, "What can be done"));
          const list = heads.map((head) => el("th", {
              scope: "col", class: (head.isText ? "left" : "") + (head.key === "name" ? " name" : ""), "data-key": head.key,
              "aria-sort": head.key === sorting.key ? (sorting.isDown ? "descending" : "ascending") : null,
            }, el("button", { type: "button", onclick: () => sort(head.key, head.isText) }, head.label + mark(head.key))));
          list.splice(2, 0, acts);
          table.tHead.replaceChildren(el("tr", {}, el("th", { scope: "col", class: "left" }, el("span", { class: "hidden" }, "Compare")), ...list));
        }

        function mark(key) {
          return key === sorting.key ? (sorting.isDown ? " ▾" : " ▴") : "";
        }

        function sort(key, isText) {
          sorting = { key, isDown: sorting.key === key ? !sorting.isDown : !isText };
          const table = document.querySelector("#run-table table");
          drawHead(table);
          table.querySelector(`th[data-key="${CSS.escape(key)}"] button`).focus();
          drawTable();
        }

        function drawRow(run) {
          const { summary } = run;
          if (!run.row) {
            run.box = el("input", { type: "checkbox", "aria-label": `Compare ${summary.path}` });
            run.box.addEventListener("change", () => toggle(summary.path, run.box.checked));
            run.row = el("tr", { "data-path": summary.path });
            run.row.addEventListener("click", (event) => {
              if (event.target.closest("a, button, input")) return;
              toggle(summary.path, !chosen.includes(summary.path), !event.ctrlKey && !event.metaKey && !event.shiftKey);
            });
            run.isOld = true;
          }
          const place = chosen.indexOf(summary.path);
          if (run.isOld || run.place !== place) {
            run.box.checked = place >= 0;
            run.row.setAttribute("aria-selected", place >= 0);
            const focus = run.row.contains(document.activeElement) ? document.activeElement.dataset.act : null;
            run.row.replaceChildren(...cells(run, place));
            if (focus) run.row.querySelector(`[data-act="${focus}"]`)?.focus({ preventScroll: true });
            run.isOld = false;
            run.place = place;
          }
        }

        function cells({ summary, box }, place) {
          const name = el("td", { class: "left name", title: summary.path }, place >= 0 && chosen.length > 1 ? key(place) : null, summary.path,
            ...summary.faults.map((fault) => el("div", { class: "fault" }, fault)));
          const epochs = el("td", {}, summary.epochs.toLocaleString("en"));
          if (summary.planned && summary.state === "running") {
            epochs.append(` / ${summary.planned.toLocaleString("en")}`, el("progress", { max: summary.planned, value: summary.epochs, "aria-label": "Epochs" }));
          }
          const acts = el("td", { class: "left" });
          if (summary.report) {
            acts.append(el("a", { href: `/report?path=${encodeURIComponent(summary.path)}`, target: "_blank", rel: "noopener", "data-act": "report" }, "Report"));
          }
          if (summary.state === "running" && !summary.folds) {
            acts.append(el("button", { type: "button", class: "small", "data-act": "stop", disabled: summary.stopping, onclick: () => stop(summary.path) },
              summary.stopping ? "Stopping…" : "Stop after this epoch"));
          }
          box.dataset.act = "box";
          return [el("td", { class: "left" }, box), name, el("td", { class: "left" }, el("span", { class: `state ${summary.state}` }, summary.state)), acts,
            el("td", { class: "left" }, summary.data), epochs,
            ...columns.map((column) => el("td", {}, short(summary.figures[column]))),
            el("td", {}, when(summary.started)), el("td", {}, duration(summary.seconds))];
        }

        function when(seconds) {
          if (!seconds) return "–";
          const date = new Date(seconds * 1000);
          const isToday = date.toDateString() === new Date().toDateString();
          return isToday ? date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : date.toLocaleDateString();
        }

        async function stop(path) {
          try {
            await ask("/api/stop", { path });
            const run = runs.get(path);
            if (run) {
              run.summary.stopping = true;
              run.isOld = true;
            }
            schedule();
          } catch (error) {
            tell(error.message);
          }
        }

        // Which runs are looked at

        function key(place) {
          return el("span", { class: `key c${place % 6} dash${Math.floor(place / 6) % 4}`, "aria-hidden": "true" });
        }

        function toggle(path, isOn, isAlone = false) {
          hasChosen = true;
          if (isAlone && isOn) chosen.length = 0;
          const place = chosen.indexOf(path);
          if (isOn && place < 0) chosen.push(path);
          if (!isOn && place >= 0) chosen.splice(place, 1);
          if (chosen.length > 24) {
            tell("24 runs are the most that can be told apart");
            chosen.splice(24);
          }
          choose();
        }

        function choose() {
          for (const run of runs.values()) run.isOld ||= run.place >= 0;
          for (const path of chosen) if (!runs.get(path)?.curves) load(path);
          schedule();
          drawCurves();
          showSettings();
        }

        // Curves

        let isCurvesScheduled = false;

        function scheduleCurves() {
          if (isCurvesScheduled) return;
          isCurvesScheduled = true;
          requestAnimationFrame(() => {
            isCurvesScheduled = false;
            drawCurves();
          });
        }

        /** Which figures share a chart: those of training and validation. */
        function chartOf(column) {
          if (column.startsWith("change_")) return "weight changes";
          return column.replace(/^val(idation)?_/, "");
        }

        function drawCurves() {
          const place = document.getElementById("curves");
          const isLog = document.getElementById("log-scale").checked;
          document.getElementById("curve-bar").hidden = !chosen.length;
          document.getElementById("curve-title").textContent = chosen.length === 1 ? chosen[0] : `${chosen.length} runs compared`;
          const series = new Map();
          chosen.forEach((path, index) => {
            for (const [column, curve] of Object.entries(runs.get(path)?.curves?.columns ?? {})) {
              const chart = chartOf(column);
              if (chart === "weight changes" && chosen.length > 1) continue;
              // No penalty was asked for.
              if (chart === "penalty" && curve.y.every((value) => value === 0)) continue;
              if (!series.has(chart)) series.set(chart, []);
              const list = series.get(chart);
              const isValidation = /^val(idation)?_/.test(column);
              const style = chosen.length === 1
                ? { name: column.startsWith("change_") ? column.slice(7) : isValidation ? "validation" : "training", color: list.length, dash: Math.floor(list.length / 6) }
                : { name: `${path}${isValidation ? " (validation)" : ""}`, color: index % 6, dash: isValidation || !hasValidation(path, column) ? Math.floor(index / 6) : 1 };
              list.push({ ...style, ...curve });
            }
          });
          const wanted = [...series.keys()].sort((a, b) => rank(a) - rank(b) || order(a, b));
          for (const [name, chart] of charts) {
            if (series.has(name)) continue;
            chart.figure.remove();
            charts.delete(name);
          }
          for (const name of wanted) {
            if (!charts.has(name)) charts.set(name, new Chart(name.replaceAll("_", " ")));
            charts.get(name).show(series.get(name), isLog);
          }
          const figures = wanted.map((name) => charts.get(name).figure);
          if (figures.length !== place.children.length || figures.some((figure, i) => place.children[i] !== figure)) place.replaceChildren(...figures);
          drawLegend();
        }

        function hasValidation(path, column) {
          const all = runs.get(path)?.curves?.columns ?? {};
          return `val_${column}` in all || `validation_${column}` in all;
        }

        const first = ["loss", "accuracy"];
        const late = ["learning_rate", "gradient_norm", "weight changes", "seconds", "penalty"];

        function rank(name) {
          if (first.includes(name)) return first.indexOf(name);
          return late.includes(name) ? 100 + late.indexOf(name) : 10;
        }

        function drawLegend() {
          const items = chosen.length === 1
            ? [["training", 0, 0], ["validation", 1, 0]].map(([name, color, dash]) => [name, color, dash])
            : chosen.map((path, index) => [path, index % 6, Math.floor(index / 6)]);
          document.getElementById("legend").replaceChildren(...(chosen.length ? items : []).map(([name, color, dash]) =>
            el("li", {}, el("span", { class: `key c${color} dash${dash % 4}`, "aria-hidden": "true" }), name)),
          ...(chosen.length > 1 ? [el("li", { class: "quiet" }, "dashed: training, where there is validation")] : []));
        }

        // Settings

        /** The top entries of a config file, each with its text. */
        export function entries(yaml) {
          const map = new Map();
          let name = null;
          for (const line of (yaml ?? "").split("\n")) {
            const head = /^([A-Za-z][\w-]*):(.*)$/.exec(line);
            if (head) {
              name = head[1];
              map.set(name, head[2].replace(/\s+#.*$/, "").trim());
            } else if (name && line.trim() && !line.startsWith("#")) {
              map.set(name, `${map.get(name)}\n${line}`.trim());
            }
          }
          return map;
        }

        function showSettings() {
          const place = document.getElementById("settings");
          const known = chosen.filter((path) => runs.get(path)?.curves?.configuration);
          const maps = known.map((path) => entries(runs.get(path).curves.configuration));
          const names = [...new Set(maps.flatMap((map) => [...map.keys()]))];
          const differing = names.filter((name) => new Set(maps.map((map) => map.get(name) ?? "–")).size > 1);
          const shown = maps.length > 1 ? differing : names;
          if (!maps.length) {
            place.replaceChildren();
            return;
          }
          const title = maps.length === 1 ? "Settings" : differing.length ? "Settings that differ" : "All settings are the same";
          const table = el("div", { class: "scroll settings" }, el("table", {},
            el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "setting"), ...known.map((path) => el("th", { scope: "col" }, path)))),
            el("tbody", {}, ...shown.map((name) => el("tr", {}, el("th", { scope: "row" }, name),
              ...maps.map((map) => el("td", {}, map.get(name) ?? "–")))))));
          const wasOpen = place.querySelector("details")?.open ?? false;
          place.replaceChildren(maps.length === 1
            ? el("details", { open: wasOpen }, el("summary", {}, title), table)
            : el("div", { class: "settings" }, el("h2", {}, title), shown.length ? table : null));
        }

        """##
      ),
      (
        name: "shared.js",
        text: ##"""
        // What the parts of the page share. Texts from outside become text nodes here and nothing else.

        const token = document.querySelector("meta[name=descent-token]").content;

        /** An element: el("td", {class: "left", onclick: f}, "text", other elements). */
        export function el(tag, attributes = {}, ...children) {
          const element = document.createElement(tag);
          set(element, attributes);
          element.append(...children.filter((child) => child !== null && child !== undefined));
          return element;
        }

        const space = "http://www.w3.org/2000/svg";

        /** An element of a drawing. */
        export function svg(tag, attributes = {}, ...children) {
          const element = document.createElementNS(space, tag);
          set(element, attributes);
          element.append(...children);
          return element;
        }

        function set(element, attributes) {
          for (const [name, value] of Object.entries(attributes)) {
            if (value === null || value === undefined || value === false) continue;
            if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
            else element.setAttribute(name, value === true ? "" : value);
          }
        }

        /** Asks the server; the answer's JSON, or an Error with its words. */
        export async function ask(path, body) {
          const options = body === undefined ? {} : {
            method: "POST", body: JSON.stringify(body),
            headers: { "content-type": "application/json", "x-descent-token": token },
          };
          let response;
          try {
            response = await fetch(path, options);
          } catch {
            throw new Error("the page's server can't be reached");
          }
          const answer = await response.json().catch(() => ({}));
          if (response.ok) return answer;
          throw new Error(answer.error ?? response.statusText);
        }

        let hiding;

        /** Says something that went wrong. */
        export function tell(text) {
          const place = document.getElementById("alert");
          place.textContent = text;
          place.hidden = false;
          clearTimeout(hiding);
          hiding = setTimeout(() => { place.hidden = true; }, 8000);
        }

        /** A number as people read it: 0.01234, 98.7, 12,000. */
        export function short(number) {
          if (number === null || number === undefined || !Number.isFinite(number)) return "–";
          if (number === 0) return "0";
          const size = Math.abs(number);
          if (size >= 1e6 || size < 1e-4) return number.toExponential(2);
          if (Number.isInteger(number)) return number.toLocaleString("en");
          return String(Number(number.toPrecision(size >= 1000 ? 6 : 4)));
        }

        /** 3.2 s, 4 min 10 s, 2 h 5 min. */
        export function duration(seconds) {
          if (seconds === null || seconds === undefined) return "–";
          if (seconds < 59.5) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
          const whole = Math.round(seconds);
          const minutes = Math.floor(whole / 60);
          if (minutes < 60) return `${minutes} min ${whole % 60} s`;
          return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
        }

        /** A place in the colors of the design, as a number from 0 to 255 each. */
        export function color(name) {
          const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
          return [1, 3, 5].map((place) => parseInt(text.slice(place, place + 2), 16) || 0);
        }

        /** Bytes of a text in base 64. */
        export function bytes(text) {
          return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        }

        /** Bytes as a text in base 64. */
        export function base64(list) {
          let text = "";
          for (let start = 0; start < list.length; start += 4096) {
            text += String.fromCharCode(...list.subarray(start, start + 4096));
          }
          return btoa(text);
        }

        /** Calls a function again when the colors of the system change. */
        export function onColors(draw) {
          matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
        }

        """##
      ),
      (
        name: "style.css",
        text: ##"""
        :root { --ground: #ffffff; --text: #1f2328; --quiet: #59636e; --line: #d9dee3; --card: #f6f8fa;
          --link: #0060a0; --good: #00795a; --bad: #b34700; --grid: #e4e7eb;
          --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #aa4499; --s4: #b07d00; --s5: #4b5563; --s6: #882255; --s7: #44aa99 }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #0d1117; --text: #e6edf3; --quiet: #9198a1; --line: #30363d; --card: #161b22;
            --link: #56b4e9; --good: #2fbf95; --bad: #ff9e57; --grid: #262c36;
            --s0: #56b4e9; --s1: #ff9e57; --s2: #2fbf95; --s3: #e39bc4; --s4: #f0e442; --s5: #b6bec8; --s6: #f2788f; --s7: #88ddcc }
        }
        * { box-sizing: border-box }
        [hidden] { display: none !important }
        body { margin: 0 auto; max-width: 1320px; padding: 0 16px 48px; background: var(--ground); color: var(--text);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
        header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 24px; padding: 16px 0 8px;
          border-bottom: 1px solid var(--line); margin-bottom: 16px }
        h1 { font-size: 24px; margin: 0 }
        h2 { font-size: 18px; margin: 0 }
        h3 { font-size: 15px; margin: 0 0 6px }
        header p { margin: 0; color: var(--bad); font-size: 13px }
        nav { display: flex; gap: 4px 20px }
        a { color: var(--link) }
        nav a { text-decoration: none; padding: 4px 2px; border-bottom: 3px solid transparent }
        nav a[aria-current] { color: var(--text); font-weight: 600; border-color: var(--s0) }
        :focus-visible { outline: 2px solid var(--s0); outline-offset: 2px }
        button, input, select { font: inherit; font-size: 14px; color: var(--text); background: var(--card);
          border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; max-width: 100% }
        input[type=checkbox], input[type=radio] { accent-color: var(--s0) }
        input[type=range] { padding: 0; accent-color: var(--s0) }
        button { cursor: pointer }
        button:hover:not(:disabled) { border-color: var(--quiet) }
        button:disabled { opacity: .5; cursor: default }
        button.main { background: var(--s0); border-color: var(--s0); color: var(--ground); font-weight: 600 }
        button.small { padding: 0 8px; font-size: 12px }
        .bar { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 12px 0 }
        .bar span, .quiet { color: var(--quiet); font-size: 13px }
        .scroll { overflow: auto }
        .scroll.table { max-height: 52vh; border: 1px solid var(--line); border-radius: 8px }
        table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; font-size: 14px; width: 100% }
        th, td { padding: 3px 12px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap }
        thead th { position: sticky; top: 0; background: var(--card); z-index: 2; padding: 0 }
        thead th button { border: 0; background: none; padding: 6px 12px; font-weight: 600; font-size: 13px; width: 100%; text-align: inherit;
          border-radius: 0 }
        th.left, td.left { text-align: left }
        #run-table tbody tr { cursor: pointer }
        td .small { margin-left: 8px }
        tbody tr:hover td { background: var(--card) }
        tbody tr[aria-selected=true] td { background: color-mix(in srgb, var(--s0) 9%, var(--ground)) }
        td.name { max-width: 320px; overflow: hidden; text-overflow: ellipsis }
        .state { font-weight: 600; font-size: 13px }
        .state.running { color: var(--link) } .state.finished { color: var(--good) }
        .state.stopped { color: var(--quiet) } .state.died { color: var(--bad) }
        .fault { color: var(--bad); font-size: 12px; white-space: normal; max-width: 320px }
        progress { width: 60px; height: 8px; accent-color: var(--s0); vertical-align: middle; margin-left: 6px }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 16px }
        figure { margin: 0; padding: 8px; border: 1px solid var(--line); border-radius: 8px; min-width: 0 }
        figure svg { display: block; width: 100%; touch-action: pan-y }
        figcaption { font-weight: 600; font-size: 13px }
        .readout { font-size: 12px; color: var(--quiet); min-height: 1.5em; overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round }
        .grid { stroke: var(--grid); stroke-width: 1; shape-rendering: crispEdges }
        .mark { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 3 3 }
        svg text { fill: var(--quiet); font-size: 11px; font-family: inherit }
        .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; margin: 0 0 8px; padding: 0; font-size: 13px }
        .legend li { overflow-wrap: anywhere }
        .key { display: inline-block; width: 22px; height: 0; border-top: 3px solid; margin-right: 6px; vertical-align: middle }
        .key.dash1 { border-top-style: dashed } .key.dash2 { border-top-style: dotted } .key.dash3 { border-top-style: double }
        .c0 { color: var(--s0) } .c1 { color: var(--s1) } .c2 { color: var(--s2) } .c3 { color: var(--s3) } .c4 { color: var(--s4) }
        .c5 { color: var(--s5) } .c6 { color: var(--s6) } .c7 { color: var(--s7) }
        #alert { position: fixed; left: 16px; right: 16px; bottom: 16px; margin: auto; max-width: 640px; padding: 10px 16px; border-radius: 8px;
          background: var(--card); border: 1px solid var(--bad); color: var(--text); z-index: 9; overflow-wrap: anywhere }
        .settings { margin-top: 16px }
        .settings td { white-space: pre-wrap; text-align: left; max-width: 360px; overflow-wrap: anywhere; vertical-align: top; font-size: 13px }
        .settings th { text-align: left; padding: 4px 12px; overflow-wrap: anywhere; white-space: normal }
        .settings thead th { position: static }
        .columns { display: grid; gap: 16px 24px; align-items: start }
        #draw-view.columns { grid-template-columns: minmax(0, 360px) minmax(0, 1fr) }
        #playground-view.columns { grid-template-columns: minmax(0, 330px) minmax(0, 1fr) minmax(0, 400px) }
        .card { border: 1px solid var(--line); border-radius: 8px; padding: 12px; min-width: 0; margin-bottom: 16px }
        .pad { display: block; width: 100%; border: 1px solid var(--line); border-radius: 8px; touch-action: none; cursor: crosshair;
          image-rendering: pixelated; background: #000 }
        .row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin: 8px 0 }
        .pictures { display: flex; flex-wrap: wrap; gap: 12px }
        .pictures figure { padding: 6px; max-width: 182px }
        .pictures figcaption { font-size: 12px; font-weight: 400; margin-top: 4px }
        .pictures canvas, .thumbs canvas { image-rendering: pixelated; display: block }
        .thumbs { display: flex; flex-wrap: wrap; gap: 4px }
        .thumbs button { padding: 2px; border-radius: 4px }
        .bars { display: grid; grid-template-columns: auto minmax(60px, 1fr) auto; gap: 2px 10px; align-items: center; font-size: 13px;
          font-variant-numeric: tabular-nums }
        .bars button { padding: 0 8px; text-align: left; overflow: hidden; text-overflow: ellipsis; max-width: 180px; white-space: nowrap }
        .bars progress { width: 100%; height: 10px; margin: 0 }
        .bars .best { font-weight: 700 }
        .big { font-size: 34px; font-weight: 700; line-height: 1.1; overflow-wrap: anywhere }
        .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(130px, 1fr)); gap: 6px 12px }
        .fields label, .layer label { display: block; font-size: 12px; color: var(--quiet) }
        .fields input, .fields select { width: 100% }
        .layer { border: 1px solid var(--line); border-radius: 6px; padding: 6px 8px; margin-bottom: 6px; background: var(--card) }
        .layer > div { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: end }
        .layer input, .layer select { padding: 2px 6px; background: var(--ground) }
        .layer label { display: flex; align-items: center; gap: 4px }
        .layer input { width: 64px }
        .layer select { max-width: 116px }
        .layer .moves { margin-left: auto; display: flex; gap: 2px }
        .layer .moves button { padding: 0 6px }
        .units { display: flex; flex-wrap: wrap; gap: 3px; margin-top: 6px }
        .units canvas { width: 34px; height: 34px; border: 1px solid var(--line); border-radius: 3px }
        .wrong { color: var(--bad); font-size: 12px; display: block }
        [aria-invalid=true] { border-color: var(--bad) }
        .plane { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--line); border-radius: 8px; touch-action: none }
        .figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; margin: 8px 0; font-variant-numeric: tabular-nums }
        .figures div { background: var(--card); border-radius: 8px; padding: 6px 10px }
        .figures dt { color: var(--quiet); font-size: 12px }
        .figures dd { margin: 0; font-weight: 600 }
        fieldset { border: 0; margin: 0 0 8px; padding: 0; min-width: 0 }
        legend { font-weight: 600; font-size: 13px; padding: 0 }
        .choices { display: flex; flex-wrap: wrap; gap: 2px 14px; font-size: 14px }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
        @media (max-width: 1000px) { #playground-view.columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) }
          #playground-view .plot { grid-row: 1; grid-column: 1 / -1; max-width: 560px } }
        @media (max-width: 700px) { .columns, #draw-view.columns, #playground-view.columns { grid-template-columns: minmax(0, 1fr) }
          body { padding: 0 10px 32px } th, td { padding: 3px 8px } .scroll.table { max-height: 60vh }
          td.name, th.name { position: sticky; left: 0; background: var(--ground); max-width: 150px; z-index: 1 } thead th.name { z-index: 3 } }

        """##
      ),
    ]
  }
#endif
