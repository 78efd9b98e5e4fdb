// ./run lint keeps the packages in its cache and says where with NODE_PATH.
const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
    { ignores: ["**/static/lib/**"] },
    js.configs.recommended,
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: { ...globals.browser, luxon: "readonly", Chart: "readonly" },
        },
        rules: {
            "max-lines": ["error", 200],
            "no-console": "error",
            "no-restricted-globals": ["error", "$", "jQuery", "fetch"],
            "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "no-var": "error",
            "prefer-const": "error",
            eqeqeq: "error",
        },
    },
    {
        files: ["*.cjs"],
        languageOptions: { sourceType: "commonjs", globals: globals.node },
    },
];
