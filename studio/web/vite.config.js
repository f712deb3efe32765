// One page, a few files with fixed names: the same source gives the same bytes.
import { defineConfig } from 'vite'

export default defineConfig({
  base: './',
  build: {
    outDir: '../../src/spanwright_studio/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        entryFileNames: 'assets/studio.js',
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/[name][extname]',
        manualChunks: { three: ['three'] },
      },
    },
  },
})
