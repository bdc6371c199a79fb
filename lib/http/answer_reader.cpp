#include "http/answer_reader.h"

#include <algorithm>
#include <array>

#include "http/failures.h"

namespace roadcase::http {
namespace {

constexpr std::string_view empty_line = "\r\n\r\n";

}  // namespace

Result<std::size_t> AnswerReader::receive() {
    std::array<char, 16'384> piece;
    const auto got = channel_.read(piece.data(), piece.size());
    if (got) buffer_.append(piece.data(), *got);
    return got;
}

Result<std::string> AnswerReader::take_head(std::size_t limit) {
    std::size_t searched = 0;
    for (;;) {
        const auto end = buffer_.find(empty_line, searched);
        const auto size = end == std::string::npos ? buffer_.size() : end + empty_line.size();
        const bool endless_line = std::min(buffer_.find("\r\n"), buffer_.size()) > max_status_line;
        if (size > limit || endless_line) return fail(bad_answer(host_, "Its head is too large."));
        if (end != std::string::npos) {
            auto head = buffer_.substr(0, size);
            buffer_.erase(0, size);
            return head;
        }
        searched = buffer_.size() - std::min(buffer_.size(), empty_line.size() - 1);
        const auto more = receive();
        if (!more) return fail(more.error());
        if (*more == 0) return fail(closed_early(host_));
    }
}

Result<AnswerHead> AnswerReader::read_head() {
    auto left = limits_.max_head;
    for (;;) {
        const auto text = take_head(left);
        if (!text) return fail(text.error());
        left -= text->size();
        auto head = parse_answer_head(*text);
        if (!head) return fail(bad_answer(host_, head.error()));
        if (head->is_interim()) continue;
        if (head->content_length.value_or(0) > limits_.max_body)
            return fail(bad_answer(host_, "It is too large."));
        return std::move(*head);
    }
}

Result<std::size_t> AnswerReader::read_body(char* into, std::size_t size) {
    if (taken_ == buffer_.size()) {
        buffer_.clear();
        taken_ = 0;
        if (const auto more = receive(); !more) return more;
    }
    const auto piece = std::string_view(buffer_).substr(taken_, size);
    if (piece.size() > body_left_) return fail(bad_answer(host_, "It is too large."));
    piece.copy(into, piece.size());
    taken_ += piece.size();
    body_left_ -= piece.size();
    tail_.append(piece.substr(piece.size() - std::min(piece.size(), empty_line.size())));
    tail_.erase(0, tail_.size() - std::min(tail_.size(), empty_line.size()));
    return piece.size();
}

}  // namespace roadcase::http
