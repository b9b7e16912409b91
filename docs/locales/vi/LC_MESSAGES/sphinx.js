// The Vietnamese of what the search says: Sphinx has it in part, and shows nothing for the rest.
Documentation.addTranslations({
  "locale": "vi",
  "messages": {
    ", in ": ", trong trang ",
    "Hide Search Matches": "Ẩn kết quả tìm kiếm",
    "Preparing search...": "Đang chuẩn bị tìm kiếm…",
    "Search": "Tìm kiếm",
    "Search Results": "Kết quả tìm kiếm",
    "Search finished, found one page matching the search query.": [
      "Đã tìm xong: số trang phù hợp là ${resultCount}."
    ],
    "Searching": "Đang tìm kiếm",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Không trang nào phù hợp. Hãy kiểm tra chính tả của mọi từ."
  },
  "plural_expr": "0"
});
