"""Golden pages: performance forms, of which each publisher has a shape of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tests.facsimile.typeset import Cell, Fact, Grid, Row
from tests.golden.build import Golden, Sheet, golden


def _figure(
    text: str,
    label: str,
    path: str = "",
    kind: str = "other",
    unit: str | None = None,
    rows: int = 1,
) -> Cell:
    fact = Fact(0, "performance_target", label, path, None, None, None, kind, unit)
    return Cell(text, rows, align="center", fact=fact)


def _money(text: str, label: str, path: str = "", rows: int = 1) -> Cell:
    return _figure(text, label, path, "money", "万元", rows)


def _form(
    sheet: Sheet,
    title: str,
    widths: Sequence[float],
    rows: Sequence[Sequence[Cell | str | None]],
    unit: str | None = None,
) -> None:
    """Print a form; plain texts are cells without a figure."""
    sheet.tables += 1
    sheet.golden.titles.append(title)
    sheet.caption(title, unit, None, sum(widths))
    body: list[Row] = [
        [Cell(cell, align="center") if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]
    sheet.paper.grid(Grid(widths, [], body))
    sheet.paper.y += 24


@golden
def self_assessment(g: Golden) -> None:
    """自评: funds as a small table of six amounts inside the form, indicators with two values."""
    sheet = Sheet.open(g, margin=36)
    sheet.paper.new_page()
    head = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    funds = "项目资金（万元）"

    def fund(name: str, *texts: str) -> list[Cell | str | None]:
        cells: list[Cell | str | None] = [Cell(name, 1, 2), None]
        for title, text in zip(head, texts, strict=True):
            kind = "percent" if "%" in text else "other"
            if text in ("", "—"):
                cells.append(text)
            elif title in ("分值", "得分", "执行率"):
                cells.append(_figure(text, f"{funds}/{name}", title, kind))
            else:
                cells.append(_money(text, f"{funds}/{name}", title))
        return cells

    def goal(above: Sequence[Cell | None], label: str, *texts: str) -> list[Cell | str | None]:
        name, target, actual, weight, score, reason = texts
        return [
            *above,
            Cell(name),
            _figure(target, label, "年度指标值"),
            _figure(actual, label, "实际完成值"),
            _figure(weight, label, "分值"),
            _figure(score, label, "得分"),
            reason,
        ]

    output, benefit = "绩效指标/产出指标", "绩效指标/效益指标"
    rows: list[list[Cell | str | None]] = [
        ["项目名称", Cell("校园安全防范体系建设项目", 1, 8), *[None] * 7],
        [
            "主管部门",
            Cell("青山市示范局", 1, 3, "center"),
            None,
            None,
            Cell("实施单位", 1, 2, "center"),
            None,
            Cell("青山市信息中心", 1, 3, "center"),
            None,
            None,
        ],
        [Cell(funds, 4, 1, "center"), Cell("", 1, 2), None, *head],
        [None, *fund("年度资金总额", "30.00", "28.00", "27.44", "10", "98%", "9.8")],
        [None, *fund("其中：当年财政拨款", "30.00", "28.00", "27.44", "—", "98%", "—")],
        [None, *fund("上年结转资金", "", "", "", "—", "", "—")],
        [
            Cell("年度总体目标", 2, 1, "center"),
            Cell("预期目标", 1, 4, "center"),
            None,
            None,
            None,
            Cell("实际完成情况", 1, 4, "center"),
            None,
            None,
            None,
        ],
        [
            None,
            Cell("建成3个校园安防平台，2025年12月底前投入使用。", 1, 4),
            None,
            None,
            None,
            Cell("已建成3个平台，投入27.44万元。", 1, 4),
            None,
            None,
            None,
        ],
        [
            Cell("绩效指标", 5, 1, "center", vertical=True),
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ],
        [
            None,
            *goal(
                [Cell("产出指标", 2, 1, "center"), Cell("数量指标", align="center")],
                f"{output}/数量指标/平台数量",
                "平台数量",
                "≥3个",
                "3个",
                "25",
                "25",
                "",
            ),
        ],
        [
            None,
            *goal(
                [None, Cell("时效指标", align="center")],
                f"{output}/时效指标/按期完成率",
                "按期完成率",
                "100%",
                "96%",
                "25",
                "24",
                "因招标推迟15天",
            ),
        ],
        [
            None,
            *goal(
                [Cell("效益指标", align="center"), Cell("社会效益指标", align="center")],
                f"{benefit}/社会效益指标/覆盖学校",
                "覆盖学校",
                "≥12所",
                "12所",
                "40",
                "40",
                "",
            ),
        ],
        [
            None,
            Cell("总分", 1, 5, "center"),
            None,
            None,
            None,
            None,
            _figure("100", "绩效指标/总分", "分值"),
            _figure("98.8", "绩效指标/总分", "得分"),
            "",
        ],
    ]
    _form(sheet, "项目支出绩效自评表", (52, 56, 58, 76, 58, 58, 46, 46, 74), rows)
    sheet.close()


@golden
def targets_of_two_terms(g: Golden) -> None:
    """实施期 and 年度 goals beside each other: each indicator name has its own value."""
    sheet = Sheet.open(g, margin=36)
    sheet.paper.new_page()

    def pair(above: Sequence[Cell | None], path: str, a: str, x: str, b: str, y: str) -> list:
        return [
            *above,
            Cell(a),
            _figure(x, f"{path}/{a}", "实施期绩效目标/指标值"),
            Cell(b),
            _figure(y, f"{path}/{b}", "年度绩效目标/指标值"),
        ]

    rows: list[list[Cell | str | None]] = [
        ["项目名称", Cell("农田水利维护", 1, 6), *[None] * 5],
        [
            Cell("资金情况（万元）", 3, 1, "center"),
            Cell("实施期资金总额：", 1, 2),
            None,
            _money("90.00", "资金情况（万元）/实施期资金总额："),
            Cell("年度资金总额：", 1, 2),
            None,
            _money("30.00", "资金情况（万元）/年度资金总额："),
        ],
        [
            None,
            Cell("其中：财政拨款", 1, 2),
            None,
            _money("90.00", "资金情况（万元）/其中：财政拨款"),
            Cell("其中：财政拨款", 1, 2),
            None,
            _money("30.00", "资金情况（万元）/其中：财政拨款"),
        ],
        [None, Cell("其他资金", 1, 2), None, Cell(""), Cell("其他资金", 1, 2), None, Cell("")],
        [
            Cell("绩效指标", 5, 1, "center"),
            Cell("一级指标", 2, 1, "center"),
            Cell("二级指标", 2, 1, "center"),
            Cell("实施期绩效目标", 1, 2, "center"),
            None,
            Cell("年度绩效目标", 1, 2, "center"),
            None,
        ],
        [None, None, None, "三级指标", "指标值", "三级指标", "指标值"],
        [
            None,
            *pair(
                [Cell("产出指标", 2, 1, "center"), Cell("数量指标", align="center")],
                "绩效指标/产出指标/数量指标",
                "清淤长度",
                "≥18公里",
                "清淤长度（年）",
                "≥6公里",
            ),
        ],
        [
            None,
            *pair(
                [None, Cell("质量指标", align="center")],
                "绩效指标/产出指标/质量指标",
                "验收合格率",
                "100%",
                "当年验收合格率",
                "≥98%",
            ),
        ],
        [
            None,
            *pair(
                [Cell("满意度指标", align="center"), Cell("服务对象满意度", align="center")],
                "绩效指标/满意度指标/服务对象满意度",
                "农户满意度",
                "≥90%",
                "农户满意率",
                "≥88%",
            ),
        ],
    ]
    _form(sheet, "项目支出绩效目标申报表", (60, 70, 80, 90, 70, 90, 70), rows)
    sheet.close()


@golden
def whole_department(g: Golden) -> None:
    """部门整体: 任务 with amounts in three columns and a 金额合计 row, then indicators."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    tasks = "年度主要任务"

    def task(above: Cell | None, name: str, what: str, *texts: str) -> list[Cell | str | None]:
        names = ("总额", "财政拨款", "其他资金")
        amounts = [
            _money(text, f"{tasks}/{name}", f"预算金额（万元）/{title}") if text else Cell("")
            for title, text in zip(names, texts, strict=True)
        ]
        return [above, Cell(name), Cell(what), *amounts]

    rows: list[list[Cell | str | None]] = [
        ["部门名称", Cell("青山市示范局", 1, 5), *[None] * 4],
        [
            Cell(tasks, 5, 1, "center"),
            Cell("任务名称", 2, 1, "center"),
            Cell("主要内容", 2, 1, "center"),
            Cell("预算金额（万元）", 1, 3, "center"),
            None,
            None,
        ],
        [None, None, None, "总额", "财政拨款", "其他资金"],
        task(None, "水质监测", "监测点位24个，每月2次", "66.00", "60.00", "6.00"),
        task(None, "执法检查", "检查企业300家", "14.50", "14.50", ""),
        [
            None,
            Cell("金额合计", 1, 2, "center"),
            None,
            _money("80.50", f"{tasks}/金额合计", "预算金额（万元）/总额"),
            _money("74.50", f"{tasks}/金额合计", "预算金额（万元）/财政拨款"),
            _money("6.00", f"{tasks}/金额合计", "预算金额（万元）/其他资金"),
        ],
        ["年度总体目标", Cell("全年完成监测2880次，水质优良率达到95%以上。", 1, 5), *[None] * 4],
    ]
    _form(sheet, "部门整体支出绩效目标表", (60, 90, 130, 66, 66, 66), rows)
    sheet.close()


@golden
def targets_in_a_table(g: Golden) -> None:
    """Projects merged over their indicators; 性质, 指标值 and 度量单位 each in a column."""
    sheet = Sheet.open(g, margin=30)
    sheet.paper.new_page()
    heads = (
        "项目名称",
        "预算数",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "权重",
    )
    data = [
        ("产出指标", "数量指标", "培训人次", "≥", "500", "人次", "30"),
        ("产出指标", "时效指标", "完成时限", "≤", "12", "月", "20"),
        ("成本指标", "经济成本指标", "人均培训费", "≤", "550", "元", "20"),
        ("效益指标", "社会效益指标", "政策知晓率", "定性", "显著提高", "", "20"),
    ]
    rows: list[list[Cell | str | None]] = [list(heads)]
    for project, amount in (("教师培训", "27.50"), ("课程资源建设", "41.00")):
        for i, (one, two, three, sign, value, unit, weight) in enumerate(data):
            label = f"{one}/{two}/{three}"  # behind the amount names of rows begin anew
            first = (
                [
                    Cell(project, 4, 1, "center"),
                    _money(amount, project, "预算数", rows=4),
                ]
                if i == 0
                else [None, None]
            )
            figure = _figure(value, label, "指标值") if value.isdigit() else Cell(value)
            rows.append([
                *first, one, two, three, sign, figure, unit, _figure(weight, label, "权重"),
            ])  # fmt: skip
    _form(sheet, "部门项目支出绩效目标表", (66, 48, 58, 66, 90, 46, 56, 50, 40), rows, unit="万元")
    sheet.close()
