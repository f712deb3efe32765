// The bridge in its river: model, water, picking, colours, cut, stages and deformation.
//
// Model axes are those of the glTF file: x along the bridge, y up, z = -offset.

import * as THREE from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'

const PAINT = [
  [0, 0x2f6f9f],
  [0.5, 0x3f9f8f],
  [0.8, 0xd9a441],
  [0.95, 0xd4702f],
  [1.0, 0xc23b22],
]

const ASIDE = 620 // m of land and water drawn to each side of the axis
const UNSEEN = ['ground', 'water', 'neighbour', 'pile', 'cap'] // not what a view is framed by
const BENDING = ['girder', 'slab', 'surfacing', 'barrier', 'cross-frame']
const VIEWS = { // from where the middle of the bridge is looked at
  whole: new THREE.Vector3(-0.3, 0.19, 0.7).normalize(),
  side: new THREE.Vector3(0, 0.02, 1).normalize(),
  top: new THREE.Vector3(0, 1, 0.001).normalize(),
}
const ROOM = 1.06 // between the bridge and the edge of the window
const SITE = ['site/water', 'site/ground']

export class Scene {
  constructor(canvas, { lite = false } = {}) {
    this.canvas = canvas
    this.lite = lite
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: !lite, powerPreference: 'high-performance' })
    this.renderer.localClippingEnabled = true
    this.renderer.outputColorSpace = THREE.SRGBColorSpace
    this.scene = new THREE.Scene()
    this.camera = new THREE.PerspectiveCamera(38, 1, 1, 20000)
    this.controls = new OrbitControls(this.camera, canvas)
    this.controls.maxPolarAngle = 0.52 * Math.PI
    this.controls.addEventListener('change', () => this.ask())
    this.light()
    this.elements = new Map()
    this.clip = new THREE.Plane(new THREE.Vector3(-1, 0, 0), 1e6)
    this.bend = { value: null }
    this.scale = { value: 0 }
    this.pending = false
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement)
    this.resize()
  }

  light() {
    this.scene.add(new THREE.HemisphereLight(0xe9f1f7, 0x6b6152, 1.7))
    const sun = new THREE.DirectionalLight(0xfff1dc, 2.1)
    sun.position.set(-400, 600, 500)
    this.scene.add(sun)
  }

  theme(dark) {
    const sky = dark ? 0x14191d : 0xe8edf0
    this.scene.background = new THREE.Color(sky)
    this.scene.fog = new THREE.Fog(sky, 2500, 9000)
    this.ask()
  }

  resize() {
    const { clientWidth: w, clientHeight: h } = this.canvas.parentElement
    if (!w || !h) return
    this.renderer.setPixelRatio(this.lite ? 0.6 : Math.min(devicePixelRatio, 2))
    this.renderer.setSize(w, h, false)
    this.camera.aspect = w / h
    this.camera.updateProjectionMatrix()
    this.ask()
  }

  // Draw once, at the next frame, whoever asks how often.
  ask() {
    if (this.pending) return
    this.pending = true
    requestAnimationFrame(() => {
      this.pending = false
      this.renderer.render(this.scene, this.camera)
      this.frames = (this.frames ?? 0) + 1
    })
  }

  // road: the course along which the superstructure bends
  async load(bytes, road) {
    this.road = road
    const gltf = await new GLTFLoader().parseAsync(bytes, '')
    if (this.root) this.scene.remove(this.root)
    this.root = gltf.scene
    this.elements.clear()
    this.root.traverse((node) => {
      if (!node.isMesh) return
      const holder = node.userData.id ? node : node.parent
      const { id, kind } = holder.userData
      node.userData = { ...holder.userData }
      node.material = this.material(node.material, kind)
      if (id) this.elements.set(id, node)
      if (BENDING.includes(kind)) this.along(node)
    })
    this.scene.add(this.root)
    this.box = new THREE.Box3()
    for (const [, mesh] of this.elements) {
      if (!UNSEEN.includes(mesh.userData.kind)) this.box.expandByObject(mesh)
    }
    this.ask()
  }

  material(base, kind) {
    const Material = this.lite ? THREE.MeshLambertMaterial : THREE.MeshStandardMaterial
    const material = new Material({
      color: base.color, transparent: base.transparent, opacity: base.opacity,
      side: base.transparent ? THREE.DoubleSide : THREE.FrontSide, depthWrite: !base.transparent,
      clippingPlanes: ['ground', 'water'].includes(kind) ? [] : [this.clip],
    })
    if (!this.lite) Object.assign(material, { roughness: base.roughness, metalness: base.metalness })
    if (BENDING.includes(kind)) this.bends(material)
    material.userData.plain = material.color.clone()
    return material
  }

  // Station and offset of every vertex, so that the deflection finds it on a curve too.
  along(mesh) {
    const position = mesh.geometry.attributes.position
    if (mesh.geometry.attributes.along) return
    mesh.updateWorldMatrix(true, false)
    const point = new THREE.Vector3()
    const along = new Float32Array(2 * position.count)
    for (let k = 0; k < position.count; k++) {
      point.fromBufferAttribute(position, k).applyMatrix4(mesh.matrixWorld)
      along.set(this.road.locate(point.x, -point.z), 2 * k)
    }
    mesh.geometry.setAttribute('along', new THREE.BufferAttribute(along, 2))
  }

  // Superstructure vertices follow the deflection texture: (stations, girders) of metres up.
  bends(material) {
    material.onBeforeCompile = (shader) => {
      Object.assign(shader.uniforms, {
        bend: this.bend, bendScale: this.scale, bendX: this.bendX, bendY: this.bendY,
      })
      shader.vertexShader = shader.vertexShader
        .replace('#include <common>', `#include <common>
attribute vec2 along; uniform sampler2D bend; uniform float bendScale; uniform vec2 bendX; uniform vec2 bendY;`)
        .replace('#include <begin_vertex>', `#include <begin_vertex>
if (bendScale != 0.0 && along.x >= bendX.x - 0.5 && along.x <= bendX.y + 0.5) {
  vec2 at = vec2((along.x - bendX.x) / (bendX.y - bendX.x), (along.y - bendY.x) / (bendY.y - bendY.x));
  transformed.y += bendScale * texture2D(bend, clamp(at, 0.0, 1.0)).r;
}`)
    }
  }

  // rows: girders from right to left, each (n,) metres up, over stations x[0]..x[1]
  deform(rows, x, y, scale) {
    const n = rows[0].length
    const data = new Float32Array(n * rows.length)
    rows.forEach((row, k) => data.set(row, k * n))
    if (!this.texture || this.texture.image.width !== n || this.texture.image.height !== rows.length) {
      this.texture?.dispose()
      this.texture = new THREE.DataTexture(data, n, rows.length, THREE.RedFormat, THREE.FloatType)
      this.texture.minFilter = this.texture.magFilter = THREE.LinearFilter
      this.bend.value = this.texture
    } else {
      this.texture.image.data.set(data)
    }
    this.texture.needsUpdate = true
    this.bendX.value.set(...x)
    this.bendY.value.set(...y)
    this.scale.value = scale
    this.ask()
  }

  bendX = { value: new THREE.Vector2(0, 1) }
  bendY = { value: new THREE.Vector2(0, 1) }

  // Element under a point of the window, or null; `at` is the point hit.
  pick(clientX, clientY) {
    const bounds = this.canvas.getBoundingClientRect()
    const point = new THREE.Vector2(
      (2 * (clientX - bounds.left)) / bounds.width - 1,
      1 - (2 * (clientY - bounds.top)) / bounds.height,
    )
    const ray = new THREE.Raycaster()
    ray.setFromCamera(point, this.camera)
    const meshes = [...this.elements.values()].filter((m) => m.visible && !['water', 'ground'].includes(m.userData.kind))
    const hit = ray.intersectObjects(meshes, false).find((h) => h.point.x <= this.clip.constant)
    return hit ? { id: hit.object.userData.id, at: hit.point } : null
  }

  // Point of the level `z` under a place of the window: [station, offset], or null.
  ground(clientX, clientY, level) {
    const bounds = this.canvas.getBoundingClientRect()
    const point = new THREE.Vector2(
      (2 * (clientX - bounds.left)) / bounds.width - 1,
      1 - (2 * (clientY - bounds.top)) / bounds.height,
    )
    const ray = new THREE.Raycaster()
    ray.setFromCamera(point, this.camera)
    const hit = ray.ray.intersectPlane(new THREE.Plane(new THREE.Vector3(0, 1, 0), -level), new THREE.Vector3())
    return hit ? this.road.locate(hit.x, -hit.z) : null
  }

  mark(id) {
    if (this.marked) this.marked.material.emissive?.setHex(0)
    this.marked = this.elements.get(id)
    this.marked?.material.emissive?.setHex(0x7a3a12)
    this.ask()
  }

  // Colour by utilisation: id -> number or null; without a table the materials show.
  paint(table) {
    for (const [id, mesh] of this.elements) {
      const use = table?.get(id)
      const plain = mesh.material.userData.plain
      if (!table || ['ground', 'water', 'neighbour'].includes(mesh.userData.kind)) mesh.material.color.copy(plain)
      else if (use === undefined || use === null) mesh.material.color.setHex(0xb9b9b4)
      else mesh.material.color.copy(colourOf(use))
    }
    this.ask()
  }

  // Only elements built by then; null shows all.
  stage(built) {
    for (const [id, mesh] of this.elements) mesh.visible = !SITE.includes(id) && (!built || built.has(id))
    this.ask()
  }

  cut(station) {
    this.clip.constant = station ?? 1e6
    this.ask()
  }

  // The profile along the axis, drawn on to both sides: how the banks run is not known.
  terrain([xs, zs], dark) {
    if (this.land) this.scene.remove(this.land)
    const bank = 250
    const stations = [xs[0] - bank, ...xs, xs.at(-1) + bank]
    const levels = [zs[0], ...zs, zs.at(-1)]
    const material = new THREE.MeshLambertMaterial({ color: dark ? 0x565142 : 0xa9a184, side: THREE.DoubleSide })
    this.land = new THREE.Mesh(this.strip(stations, (s) => level(stations, levels, s)), material)
    this.scene.add(this.land)
  }

  water(levels, name, ground) {
    if (this.surface) this.scene.remove(this.surface)
    this.surface = null
    for (const id of SITE) {
      const own = this.elements.get(id)
      if (own) own.visible = false
    }
    const z = levels[name]
    const wet = z === undefined ? null : banks(...ground, z)
    if (!wet) return this.ask()
    const ice = name === 'ice'
    const material = new THREE.MeshLambertMaterial({
      color: ice ? 0xe3ebf0 : 0x3d6f8e, transparent: true, opacity: ice ? 0.9 : 0.72, depthWrite: false, side: THREE.DoubleSide,
    })
    this.surface = new THREE.Mesh(this.strip(wet, () => z), material)
    this.scene.add(this.surface)
    this.ask()
  }

  // A band square to the road between stations, as wide as the curve allows.
  strip(stations, level) {
    const fine = [...new Set([...stations, ...this.road.station.filter((s) => s > stations[0] && s < stations.at(-1))])].sort((a, b) => a - b)
    const position = new Float32Array(fine.length * 6)
    fine.forEach((s, k) => {
      const [right, left] = [this.road.plan(s, -this.road.aside), this.road.plan(s, this.road.aside)]
      position.set([right[0], level(s), -right[1], left[0], level(s), -left[1]], 6 * k)
    })
    const index = []
    for (let k = 0; k + 1 < fine.length; k++) index.push(2 * k, 2 * k + 2, 2 * k + 1, 2 * k + 1, 2 * k + 2, 2 * k + 3)
    const geometry = new THREE.BufferGeometry()
    geometry.setAttribute('position', new THREE.BufferAttribute(position, 3))
    geometry.setIndex(index)
    geometry.computeVertexNormals()
    return geometry
  }

  // The influence surface over the deck: points of a grid with ordinates from -1 to 1.
  influence(grid) {
    if (this.sheet) this.scene.remove(this.sheet)
    this.sheet = null
    if (grid) {
      const { nx, ny, points, heights, colours } = grid
      const geometry = new THREE.BufferGeometry()
      const position = new Float32Array(nx * ny * 3)
      points.forEach(([x, y], k) => position.set(this.road.place(x, y, 0.4 + heights[k]), 3 * k))
      const index = []
      for (let i = 0; i + 1 < nx; i++) {
        for (let j = 0; j + 1 < ny; j++) {
          const k = i * ny + j
          index.push(k, k + ny, k + 1, k + 1, k + ny, k + ny + 1)
        }
      }
      geometry.setAttribute('position', new THREE.BufferAttribute(position, 3))
      geometry.setAttribute('color', new THREE.BufferAttribute(colours, 3))
      geometry.setIndex(index)
      const material = new THREE.MeshBasicMaterial({ vertexColors: true, side: THREE.DoubleSide, transparent: true, opacity: 0.88 })
      this.sheet = new THREE.Mesh(geometry, material)
      this.scene.add(this.sheet)
    }
    this.ask()
  }

  truck(wheels) {
    if (this.lorry) this.scene.remove(this.lorry)
    this.lorry = lorryOf(wheels, this.road, this.lite)
    this.scene.add(this.lorry)
    this.ask()
  }

  // A camera for the whole bridge, along it, across it, or from above.
  look(name) {
    const middle = this.box.getCenter(new THREE.Vector3())
    if (name === 'along') this.camera.position.set(this.box.min.x - 60, this.box.max.y + 25, 14)
    else this.camera.position.copy(middle).addScaledVector(VIEWS[name], this.distance(VIEWS[name]))
    this.controls.target.copy(middle)
    this.controls.update()
    this.ask()
  }

  // How far from the middle of the box all its corners are in view, looking against `from`.
  distance(from) {
    const middle = this.box.getCenter(new THREE.Vector3())
    const right = new THREE.Vector3(0, 1, 0).cross(from).normalize()
    const up = from.clone().cross(right)
    const high = Math.tan((this.camera.fov * Math.PI) / 360)
    const { min, max } = this.box
    let far = 0
    for (const x of [min.x, max.x]) {
      for (const y of [min.y, max.y]) {
        for (const z of [min.z, max.z]) {
          const corner = new THREE.Vector3(x, y, z).sub(middle)
          const [across, above] = [Math.abs(corner.dot(right)), Math.abs(corner.dot(up))]
          far = Math.max(far, corner.dot(from) + Math.max(across / this.camera.aspect, above) / high)
        }
      }
    }
    return ROOM * far
  }
}

export function colourOf(use) {
  const k = PAINT.findIndex(([limit]) => use <= limit)
  if (k < 0) return new THREE.Color(PAINT.at(-1)[1])
  if (k === 0) return new THREE.Color(PAINT[0][1])
  const [low, a] = PAINT[k - 1]
  const [high, b] = PAINT[k]
  return new THREE.Color(a).lerp(new THREE.Color(b), (use - low) / (high - low))
}

// Level of the ground at a station, from its profile.
function level(xs, zs, s) {
  let k = xs.findIndex((x) => x >= s)
  if (k < 0) k = xs.length - 1
  if (k === 0) return zs[0]
  return zs[k - 1] + ((zs[k] - zs[k - 1]) * (s - xs[k - 1])) / (xs[k] - xs[k - 1])
}

// First and last station that lie under a water level, or null.
function banks(xs, zs, z) {
  let first = null
  let last = null
  for (let i = 0; i + 1 < xs.length; i++) {
    const [a, b] = [zs[i] - z, zs[i + 1] - z]
    if (a >= 0 && b >= 0) continue
    const crossing = xs[i] + ((xs[i + 1] - xs[i]) * a) / (a - b)
    first ??= a < 0 ? xs[i] : crossing
    last = b < 0 ? xs[i + 1] : crossing
  }
  return first === null ? null : [first, last]
}

// A body over its wheels: [station, offset, force]; drawn for the eye, not to the vehicle's shape.
function lorryOf(wheels, road, lite) {
  const group = new THREE.Group()
  if (!wheels.length) return group
  const Material = lite ? THREE.MeshLambertMaterial : THREE.MeshStandardMaterial
  const rubber = new Material({ color: 0x1c1c1c })
  const paint = new Material({ color: 0xb5542a })
  const tyre = new THREE.CylinderGeometry(0.5, 0.5, 0.35, 16).rotateX(Math.PI / 2)
  const put = (mesh, s, y, above) => {
    mesh.position.set(...road.place(s, y, above))
    mesh.rotation.y = road.heading(s)
    group.add(mesh)
  }
  for (const lane of lanesOf(wheels)) {
    const xs = lane.map(([x]) => x)
    const ys = lane.map(([, y]) => y)
    const [x0, x1] = [Math.min(...xs), Math.max(...xs)]
    const [y0, y1] = [Math.min(...ys), Math.max(...ys)]
    const body = new THREE.BoxGeometry(x1 - x0 + 1.6, 2.2, Math.max(y1 - y0 + 0.5, 1.8))
    put(new THREE.Mesh(body, paint), (x0 + x1) / 2, (y0 + y1) / 2, 1.9)
  }
  for (const [x, y] of wheels) put(new THREE.Mesh(tyre, rubber), x, y, 0.5)
  return group
}

// Wheels that belong together: each vehicle stands in its own lane.
function lanesOf(wheels) {
  const lanes = []
  for (const wheel of [...wheels].sort((a, b) => a[1] - b[1])) {
    const lane = lanes.at(-1)
    if (lane && (wheel[1] - lane[0][1] < 2.4)) lane.push(wheel)
    else lanes.push([wheel])
  }
  return lanes
}
