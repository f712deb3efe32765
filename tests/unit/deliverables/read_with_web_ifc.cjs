// Reads an IFC file with web-ifc and prints what it meshed: element count, box, volumes by name.
// usage: node read_with_web_ifc.cjs FILE      (needs: web-ifc)
const fs = require("fs");
const { IfcAPI } = require("web-ifc");

async function main() {
  const api = new IfcAPI();
  await api.Init();
  api.SetLogLevel(6);
  const model = api.OpenModel(new Uint8Array(fs.readFileSync(process.argv[2])), {
    COORDINATE_TO_ORIGIN: false,
  });
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const volumes = {};
  api.StreamAllMeshes(model, (mesh) => {
    const name = api.GetLine(model, mesh.expressID).Name.value;
    let volume = 0;
    for (let g = 0; g < mesh.geometries.size(); g++) {
      const placed = mesh.geometries.get(g);
      const t = placed.flatTransformation;
      const geometry = api.GetGeometry(model, placed.geometryExpressID);
      const v = api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize());
      const index = api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize());
      // Own corners: for volumes (a rigid move keeps them); moved corners: for the box.
      const own = (i) => [v[6 * i], v[6 * i + 1], v[6 * i + 2]];
      for (let i = 0; i < v.length / 6; i++) {
        const [x, y, z] = own(i);
        const y_up = [0, 1, 2].map((r) => t[r] * x + t[4 + r] * y + t[8 + r] * z + t[12 + r]);
        const at = [y_up[0], -y_up[2], y_up[1]]; // web-ifc turns z up into y up
        for (let k = 0; k < 3; k++) {
          low[k] = Math.min(low[k], at[k]);
          high[k] = Math.max(high[k], at[k]);
        }
      }
      for (let i = 0; i < index.length; i += 3) {
        const [a, b, c] = [own(index[i]), own(index[i + 1]), own(index[i + 2])];
        volume += (a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2])
          + a[2] * (b[0] * c[1] - b[1] * c[0])) / 6;
      }
      geometry.delete();
    }
    volumes[name] = volume;
  });
  api.CloseModel(model);
  process.stdout.write(JSON.stringify({ low, high, volumes }) + "\n");
}

main();
