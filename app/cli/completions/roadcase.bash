# bash completion for roadcase. In ~/.bashrc:  eval "$(roadcase completion bash)"
_roadcase() {
    local IFS=$'\n' line cur=${COMP_WORDS[COMP_CWORD]} words=("${COMP_WORDS[@]:1:COMP_CWORD}") all at
    COMPREPLY=()
    # bash splits words at = and : while roadcase does not.
    if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n =: -c cur -w all -i at
        words=("${all[@]:1:at}")
    fi
    while read -r line; do
        if [[ $line == :files ]]; then
            COMPREPLY+=($(compgen -f -- "$cur"))
        else
            COMPREPLY+=("${line%%$'\t'*}")
        fi
    done < <(roadcase complete -- "${words[@]}" 2>/dev/null </dev/null)
    if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$cur"; fi
}
complete -o filenames -F _roadcase roadcase
