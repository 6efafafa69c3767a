// The rules of the client: what Vue and typescript-eslint recommend, and a few of the house.
import { defineConfigWithVueTs, vueTsConfigs } from "@vue/eslint-config-typescript";
import pluginVue from "eslint-plugin-vue";

export default defineConfigWithVueTs(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts", "src/components.d.ts"] },
  pluginVue.configs["flat/recommended"],
  vueTsConfigs.strict,
  {
    rules: {
      eqeqeq: "error",
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 60, skipComments: true, skipBlankLines: true }],
      "no-console": "error",
      "vue/multi-word-component-names": "off",
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/block-order": ["error", { order: ["script", "template", "style"] }],
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      "vue/require-default-prop": "off",
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always", normal: "always", component: "always" } }],
      "vue/html-closing-bracket-newline": "off",
      "vue/html-indent": ["warn", 2],
    },
  },
  { files: ["scripts/**", "e2e/**", "*.js", "*.ts"], rules: { "no-console": "off" } },
  { files: ["e2e/**"], rules: { "max-lines-per-function": "off" } },
);
