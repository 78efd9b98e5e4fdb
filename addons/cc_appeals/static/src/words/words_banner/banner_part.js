import { registry } from "@web/core/registry";
import { WordsBanner } from "./words_banner";

registry.category("cc_journal_banners").add("words", { Component: WordsBanner, order: 10 });
