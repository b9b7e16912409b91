"""OpenSSF Scorecard: checks weighed by risk, of which the inconclusive ones are left out.

The same rubric as weighted-checks.toml. Run it: python examples/gallery/weighted_checks.py
"""

from rubrika import (
    Direct,
    Example,
    Indicator,
    NaPolicy,
    NotApplicable,
    Rounding,
    Rubric,
    Source,
    WeightedMean,
)

SCORING = Source(
    "scoring",
    document="OpenSSF Scorecard, README: Scoring, aggregate score",
    address="https://github.com/ossf/scorecard#scoring",
)
OWN = Source(
    "own",
    document="OpenSSF: Scorecard result of github.com/ossf/scorecard, version 5.3.0",
    article=("scorecards-site/tests-e2e/mock-data/scorecard-results.json: 2025-11-15, score 9.7"),
    address="https://github.com/ossf/scorecard-webapp",
)
TRIAL = Source(
    "trial",
    document="OpenSSF: Scorecard result of github.com/rohankh532/scorecard-OIDC-test",
    article="app/testdata/results/results.json: 2022-04-11, score 5.1",
    address="https://github.com/ossf/scorecard-webapp",
)
STATS = Source(
    "stats",
    document=(
        "Full Circle Software Consulting: OpenSSF Scorecard results of repositories "
        "with 50,000 to 100,000 stars"
    ),
    article="anuraghazra_github-readme-stats.txt: aggregate score 6.9",
    address=(
        "https://github.com/full-circle-software-consulting-gmbh/ossf-scorecard-50.000-100.000-stars"
    ),
)

WEIGHTS = {"critical": "10", "high": "7.5", "medium": "5", "low": "2.5"}

# The name of each check, its risk, and what it asks for.
CHECKS = [
    (
        "Binary-Artifacts",
        "high",
        "No generated executables in the source repository",
        "Kho mã nguồn không chứa tệp nhị phân thực thi",
    ),
    (
        "Branch-Protection",
        "high",
        "Main and release branches are protected",
        "Nhánh chính và nhánh phát hành được bảo vệ",
    ),
    (
        "CI-Tests",
        "low",
        "Tests run before a change is merged",
        "Thay đổi được kiểm thử trước khi hợp nhất",
    ),
    ("CII-Best-Practices", "low", "A Best Practices badge is held", "Có huy hiệu thực hành tốt"),
    (
        "Code-Review",
        "high",
        "People review changes before they are merged",
        "Thay đổi được người khác xem xét trước khi hợp nhất",
    ),
    (
        "Contributors",
        "low",
        "Contributors come from several organisations",
        "Người đóng góp đến từ nhiều tổ chức",
    ),
    (
        "Dangerous-Workflow",
        "critical",
        "No dangerous patterns in workflows",
        "Quy trình tự động không có mẫu nguy hiểm",
    ),
    (
        "Dependency-Update-Tool",
        "high",
        "A tool updates dependencies",
        "Có công cụ cập nhật phần phụ thuộc",
    ),
    ("Fuzzing", "medium", "The project is fuzzed", "Dự án được kiểm thử mờ"),
    ("License", "low", "A licence is stated", "Có giấy phép"),
    ("Maintained", "high", "The project is maintained", "Dự án được bảo trì"),
    ("Packaging", "medium", "Packages are published by automation", "Gói được phát hành tự động"),
    (
        "Pinned-Dependencies",
        "medium",
        "Dependencies of the build are pinned",
        "Phần phụ thuộc khi dựng được cố định",
    ),
    ("SAST", "medium", "Code is analysed statically", "Mã nguồn được phân tích tĩnh"),
    (
        "Security-Policy",
        "medium",
        "A security policy is published",
        "Có chính sách bảo mật công khai",
    ),
    ("Signed-Releases", "high", "Releases are signed", "Bản phát hành được ký"),
    (
        "Token-Permissions",
        "high",
        "Workflow tokens have the least rights",
        "Mã truy cập của quy trình chỉ có quyền tối thiểu",
    ),
    ("Vulnerabilities", "high", "No open known vulnerabilities", "Không còn lỗ hổng đã biết"),
]

# Published: the score of each check, in the order above; ? is an inconclusive one, with its reason.
PUBLISHED = [
    (
        "Scorecard itself; its branch protection could not be read",
        "10 ? 10 5 10 10 10 10 10 10 10 10 9 10 10 10 10 8",
        ["the token cannot read branch protection rules"],
        "9.7",
        OWN,
    ),
    (
        "A trial repository without pull requests, packages and releases",
        "10 0 ? 0 0 3 10 0 0 0 10 ? 10 0 0 ? 10 10",
        ["no pull request found", "no published package detected", "no releases found"],
        "5.1",
        TRIAL,
    ),
    (
        "github-readme-stats, with three inconclusive checks",
        "10 ? 10 0 10 10 10 10 0 10 10 ? 7 0 0 ? 0 10",
        ["internal error", "no published package detected", "no releases found"],
        "6.9",
        STATS,
    ),
]


def observed(scores: str, reasons: list[str]) -> dict[str, int | NotApplicable]:
    """What was found of each check: a score from 0 to 10, or why there is none."""
    left = iter(reasons)
    return {
        name.lower(): NotApplicable(next(left)) if score == "?" else int(score)
        for (name, *_), score in zip(CHECKS, scores.split(), strict=True)
    }


rubric = Rubric(
    "openssf-scorecard",
    version="5",
    title={"en": "OpenSSF Scorecard", "vi": "Thẻ điểm OpenSSF"},
    source=SCORING,
    combine=WeightedMean(total=105),  # 10 + 8 × 7.5 + 5 × 5 + 4 × 2.5
    points=10,
    digits=1,
    rounding=Rounding("0.1", "half-even"),  # the score is published with one decimal
    criteria=[
        Indicator(
            name.lower(),
            {"en": name, "vi": f"{name}: {vi[0].lower()}{vi[1:]}"},
            Direct(10, step=1),
            description={"en": en, "vi": vi},
            weight=WEIGHTS[risk],
            na=NaPolicy("redistribute", justified=True),
        )
        for name, risk, en, vi in CHECKS
    ],
    examples=[
        Example(
            observed(scores, reasons),
            title=title,
            points=points,
            source=source,
        )
        for title, scores, reasons, points, source in PUBLISHED
    ],
)

if __name__ == "__main__":
    card = rubric.score(rubric.examples[0].assessment)
    print(card.explain(lang="en"))
