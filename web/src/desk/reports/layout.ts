// The official layout, which the public pages share.
export * from "@/shared/year-table";
