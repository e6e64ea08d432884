export default definePageConfig({ navigationBarTitleText: '名片和海报', enableShareAppMessage: true })
