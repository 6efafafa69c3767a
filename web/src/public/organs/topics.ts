// 「不知道找哪个机关？」: what people look for, and by which words the organ that keeps it is found.

export interface Topic {
  about: string;
  words: string[];
}

export const TOPICS: Topic[] = [
  { about: "征地、拆迁、土地、规划、不动产登记", words: ["自然资源", "规划"] },
  { about: "老旧小区、物业、公积金、保障房、建筑工程", words: ["住房", "建设"] },
  { about: "社保、养老金、就业、职称", words: ["人力资源", "社会保障"] },
  { about: "户籍、身份证、治安、交通事故", words: ["公安"] },
  { about: "低保、救助、养老服务、婚姻登记", words: ["民政"] },
  { about: "学校、招生、教师", words: ["教育"] },
  { about: "医院、药品、传染病", words: ["卫生", "医疗"] },
  { about: "营业执照、食品安全、价格、质量", words: ["市场监督"] },
  { about: "项目立项、投资、收费标准", words: ["发展和改革"] },
  { about: "财政资金、预算、政府采购", words: ["财政"] },
  { about: "环境污染、环评", words: ["生态环境"] },
  { about: "村里的事、惠农补贴、宅基地", words: ["农业农村", "乡", "镇", "街道"] },
];
