// ./run lint keeps the plug-in in its cache and says where with NODE_PATH.
module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    printWidth: 100,
    tabWidth: 4,
    bracketSpacing: true,
    trailingComma: "es5",
    xmlSelfClosingSpace: true,
    xmlWhitespaceSensitivity: "preserve",
};
